const KEY = 'parley.recent-rooms'
const KEPT = 30

/** Ids of the rooms that this person looked at last in this browser, the latest first. */
export function recentRooms(person: string): string[] {
  try {
    const [who, ...rooms] = (localStorage.getItem(KEY) ?? '').split(' ')
    return who === person ? rooms : []
  } catch {
    return []
  }
}

export function rememberRoom(person: string, room: string): void {
  const rooms = [room, ...recentRooms(person).filter((other) => other !== room)].slice(0, KEPT)
  try {
    localStorage.setItem(KEY, [person, ...rooms].join(' '))
  } catch {
    // Then rooms are in the order of their names.
  }
}

export function forgetRooms(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was kept, then.
  }
}
