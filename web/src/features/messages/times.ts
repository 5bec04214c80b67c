import { locale } from '../../language/languages'
import { t } from '../../language/t'

const DAY_MS = 86_400_000

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })
const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' })
const withYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

export const clockTime = (at: Date): string => clock.format(at)

/** Only the digits, for the narrow column beside a message whose group shows the rest. */
export const clockDigits = (at: Date): string =>
  clock
    .formatToParts(at)
    .filter(({ type }) => type !== 'dayPeriod')
    .map(({ value }) => value)
    .join('')
    .trim()

export const fullTime = (at: Date): string => full.format(at)

export function dayName(at: Date, now: Date): string {
  const days = Math.round((midnight(at) - midnight(now)) / DAY_MS)
  if (days === 0 || days === -1) {
    const name = relative.format(days, 'day')
    return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
  }
  return (at.getFullYear() === now.getFullYear() ? weekday : withYear).format(at)
}

/** A time of today by the clock, and any other with its day. */
export function sinceWhen(at: Date, now: Date): string {
  if (midnight(at) === midnight(now)) return clock.format(at)
  const day = dayName(at, now)
  // "Yesterday" stands in the middle of a sentence here. Names of days keep their capitals.
  const name = isNear(at, now) ? day.toLocaleLowerCase(locale) : day
  return t('{day}, {time}', { day: name, time: clock.format(at) })
}

/** A day where the reader is, as a field for dates has it. */
export function dayValue(at: Date): string {
  const twoDigits = (number: number) => String(number).padStart(2, '0')
  return `${at.getFullYear()}-${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())}`
}

/** When a day begins where the reader is. Null for what is no day. */
export function dayNamed(value: string): Date | null {
  const found = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(value)
  return found && new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]))
}

const isNear = (at: Date, now: Date) => Math.abs(midnight(at) - midnight(now)) < 1.5 * DAY_MS

/** Rounded above because a day of a time change has 23 or 25 hours. */
function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
}
