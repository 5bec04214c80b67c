import { locale } from '../../language/languages'
import { numberWords, t } from '../../language/t'
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** When somebody was here last. A clock that is behind the server's makes it no later than now. */
export function lastSeenWords(at: Date, now: Date): string {
  const ago = now.getTime() - at.getTime()
  if (ago < MINUTE_MS) return t('Last seen just now')
  if (ago < HOUR_MS) return seenWords(-ago / MINUTE_MS, 'minute')
  if (ago < DAY_MS) return seenWords(-ago / HOUR_MS, 'hour')
  if (ago < WEEK_MS) return seenWords(-ago / DAY_MS, 'day')
  return t('Last seen on {date}', { date: date.format(at) })
}

/** "5 members · 3 online"; the second half only where it is known. */
export function countWords(
  members: number,
  online: { readonly count: number; readonly isAtLeast: boolean } | null,
): string {
  const all = t('{count, plural, one {# member} other {# members}}', { count: members })
  if (!online) return all
  const count = numberWords(online.count) + (online.isAtLeast ? '+' : '')
  return `${all} · ${t('{count} online // how many members', { count })}`
}

/** The languages put “12 minutes ago” behind the verb as it is. */
function seenWords(ago: number, unit: 'minute' | 'hour' | 'day'): string {
  return t('Last seen {ago}', { ago: relative.format(Math.ceil(ago), unit) })
}
