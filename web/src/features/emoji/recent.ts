const KEY = 'parley.recent-emoji'
const KEPT = 18
/** Offered before somebody has chosen any. */
const COMMON = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '✅', '🔥', '😮']

/** The last emoji chosen in this browser, newest first, and after them common ones. */
export function recentEmoji(): string[] {
  return [...new Set([...chosen(), ...COMMON])].slice(0, KEPT)
}

export function rememberEmoji(emoji: string): void {
  try {
    localStorage.setItem(KEY, [...new Set([emoji, ...chosen()])].slice(0, KEPT).join(' '))
  } catch {
    // Then the common ones stay where they are.
  }
}

export function forgetEmoji(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // Nothing was kept, then.
  }
}

function chosen(): string[] {
  try {
    return (localStorage.getItem(KEY) ?? '').split(' ').filter(Boolean)
  } catch {
    return []
  }
}
