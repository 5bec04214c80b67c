// A room that was marked unread while it was open. A reload is no second visit that would read it.
const KEY = 'parley.held-unread'

export function holdUnread(room: string, generation: number | null): void {
  try {
    if (generation !== null) sessionStorage.setItem(KEY, `${room} ${generation}`)
    else if (sessionStorage.getItem(KEY)?.startsWith(`${room} `)) sessionStorage.removeItem(KEY)
  } catch {
    // Then a reload reads it.
  }
}

export function isHeldUnread(room: string, generation: number): boolean {
  try {
    return sessionStorage.getItem(KEY) === `${room} ${generation}`
  } catch {
    return false
  }
}
