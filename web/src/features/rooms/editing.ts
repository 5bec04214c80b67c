import { t } from '../../language/t'

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
  if (minutes === ALWAYS) return t('Always // can be edited')
  if (minutes === 0) return t('Never // can be edited')
  if (minutes % DAY === 0)
    return t('{count, plural, one {For # day} other {For # days}}', { count: minutes / DAY })
  if (minutes % HOUR === 0)
    return t('{count, plural, one {For # hour} other {For # hours}}', { count: minutes / HOUR })
  return t('{count, plural, one {For # minute} other {For # minutes}}', { count: minutes })
}
