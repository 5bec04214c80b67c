import { locale } from '../../language/languages'
const DAY_MS = 86_400_000

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const withYear = new Intl.DateTimeFormat(locale, { dateStyle: 'short' })

/** When something was said, in the few letters that a list has for it. */
export function shortTime(at: Date, now: Date): string {
  if (at.toDateString() === now.toDateString()) return clock.format(at)
  if (now.getTime() - at.getTime() < 6 * DAY_MS) return weekday.format(at)
  return (at.getFullYear() === now.getFullYear() ? date : withYear).format(at)
}
