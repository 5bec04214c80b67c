import { locale } from '../../language/languages'
import { t } from '../../language/t'

/** What a room's owner chooses from, in days; 0 is for ever. */
const CHOICES = [0, 365, 90, 30, 7] as const
const ungrouped = new Intl.NumberFormat(locale, { useGrouping: false })

/** The choices, and among them what the room has now, whatever a program has set. */
export function keepingChoices(now: number): number[] {
  return [...new Set([...CHOICES, now])].sort((a, b) => lasting(b) - lasting(a))
}

export function keepingLabel(days: number): string {
  return days === 0 ? t('For ever') : spanOf(days)
}

/** As it is said within a sentence: behind “for” and “older than”, in every language. */
export function spanOf(days: number): string {
  if (days === 365) return t('1 year')
  return t('{days, plural, one {{number} day} other {{number} days}}', {
    days,
    number: ungrouped.format(days),
  })
}

/** Whether messages that are kept as things are would not be any more. */
export function keepsLess(next: number, now: number): boolean {
  return lasting(next) < lasting(now)
}

function lasting(days: number): number {
  return days === 0 ? Infinity : days
}
