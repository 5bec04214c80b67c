/** As good as always, in minutes: a hundred years. */
export const ALWAYS = 52_560_000
const HOUR = 60
const DAY = 24 * HOUR
/** What a room's owner chooses from. */
const CHOICES = [ALWAYS, 7 * DAY, DAY, HOUR, 15, 0] as const

/** The choices, and among them what the room has now, whatever a program has set. */
export function editingChoices(now: number): number[] {
  return [...new Set([...CHOICES, now])].sort((a, b) => b - a)
}

export function editingLabel(minutes: number): string {
  if (minutes === ALWAYS) return 'Always'
  if (minutes === 0) return 'Never'
  if (minutes % DAY === 0) return `For ${counted(minutes / DAY, 'day')}`
  if (minutes % HOUR === 0) return `For ${counted(minutes / HOUR, 'hour')}`
  return `For ${counted(minutes, 'minute')}`
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
