import { locale } from '../../language/languages'
import { t } from '../../language/t'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
/** How well the server knows when a session was used. */
const EXACT_TO_MS = 15 * MINUTE_MS

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })
const sizes = (['kilobyte', 'megabyte', 'gigabyte'] as const).map(
  (unit) => new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }),
)
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** When a session was used last, no finer than the server knows. A clock behind the server's makes it no later than now. */
export function lastUsedWords(at: Date, now: Date): string {
  const ago = now.getTime() - at.getTime()
  if (ago < 2 * EXACT_TO_MS) return t('used within the last half hour // a session')
  if (ago < HOUR_MS) return t('used within the last hour // a session')
  if (ago < DAY_MS) return usedWords(Math.floor(ago / HOUR_MS), 'hour')
  if (ago < WEEK_MS) return usedWords(Math.floor(ago / DAY_MS), 'day')
  return t('used on {date} // a session', { date: date.format(at) })
}

export function momentWords(at: Date): string {
  return moment.format(at)
}

/** How large a file is, as people say it: never 0. */
export function sizeWords(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 1), sizes.length)
  return sizes[power - 1]!.format(Math.max(bytes / 1000 ** power, 0.1))
}

/** What became of the sessions elsewhere. */
export function endedWords(sessions: number): string {
  return t(
    '{sessions, plural, =0 {You were signed in nowhere else.} one {One other session was signed out.} other {# other sessions were signed out.}}',
    { sessions },
  )
}

/** What a session is used from. The server makes it of names, in English: “Firefox on Linux”. */
export function sessionName(device: string): string {
  if (device === '') return t('An unknown device')
  const [, program = device, system] = /^(.+) on (.+)$/.exec(device) ?? []
  const browser = program === 'A browser' ? t('A browser') : program
  return system === undefined ? browser : t('{browser} on {system}', { browser, system })
}

function usedWords(ago: number, unit: 'hour' | 'day'): string {
  return t('used {ago} // a session; ago: “3 hours ago”', { ago: relative.format(-ago, unit) })
}
