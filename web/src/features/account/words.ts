import { locale } from '../../language/languages'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
/** How well the server knows when a session was used. */
const EXACT_TO_MS = 15 * MINUTE_MS

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** When a session was used last, no finer than the server knows. A clock behind the server's makes it no later than now. */
export function lastUsedWords(at: Date, now: Date): string {
  const ago = now.getTime() - at.getTime()
  if (ago < 2 * EXACT_TO_MS) return 'used within the last half hour'
  if (ago < HOUR_MS) return 'used within the last hour'
  if (ago < DAY_MS) return `used ${relative.format(-Math.floor(ago / HOUR_MS), 'hour')}`
  if (ago < WEEK_MS) return `used ${relative.format(-Math.floor(ago / DAY_MS), 'day')}`
  return `used on ${date.format(at)}`
}

/** What became of the sessions elsewhere. */
export function endedWords(sessions: number): string {
  if (sessions === 0) return 'You were signed in nowhere else.'
  return sessions === 1 ? 'One other session was signed out.' : `${sessions} other sessions were signed out.`
}
