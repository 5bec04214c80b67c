const KEY = 'parley.recent-emoji'
const KEPT = 18
/** What is offered before anything was chosen. */
const COMMON = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '✅', '🔥', '😮']

/** What was chosen last in this browser, the latest first, and after it what people choose most. */
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

function chosen(): string[] {
  try {
    return (localStorage.getItem(KEY) ?? '').split(' ').filter(Boolean)
  } catch {
    return []
  }
}
