import { t } from '../../language/t'
import { locale } from '../../language/languages'

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
const day = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short' })
const withYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

/** When something is to happen, in the middle of a sentence: `14:30`, `tomorrow, 9:00`, `Mon 1 Dec, 9:00`. */
export function whenWords(at: Date, now: Date): string {
  if (isDay(at, now, 0)) return clock.format(at)
  if (isDay(at, now, 1)) return t('{day}, {time}', { day: relative.format(1, 'day'), time: clock.format(at) })
  const date = (at.getFullYear() === now.getFullYear() ? day : withYear).format(at)
  return t('{day}, {time}', { day: date, time: clock.format(at) })
}

/** The same where nothing stands before it. */
export function whenTitle(at: Date, now: Date): string {
  const words = whenWords(at, now)
  if (isDay(at, now, 0)) return t('Today, {time}', { time: words })
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1)
}

/** Beside words that say which day and which hour it is: what they do not say. */
export function hintOf(at: Date, now: Date): string {
  return isDay(at, now, 0) ? clock.format(at) : day.format(at)
}

/** The zone in which all times are shown. */
export function zoneWords(): string {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  return t('Times are in your time zone, {zone}.', { zone: timeZone.replaceAll('_', ' ') })
}

function isDay(at: Date, now: Date, days: number): boolean {
  return (
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toDateString() === at.toDateString()
  )
}
