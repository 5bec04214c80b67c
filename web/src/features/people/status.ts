import { locale } from '../../language/languages'
import type { Card } from '../../protocol.gen'

type Status = NonNullable<Card['status']>

/** What somebody says about now, unless its time is over. */
export function statusNow(status: Status | null | undefined, now: Date): Status | null {
  return status && (!status.until || new Date(status.until) > now) ? status : null
}

/** The time of day where somebody is. Null where this browser does not know the place. */
export function localTime(timeZone: string | undefined, now: Date): string | null {
  if (!timeZone) return null
  try {
    return new Intl.DateTimeFormat(locale, { timeZone, hour: 'numeric', minute: '2-digit' }).format(now)
  } catch {
    return null
  }
}
