import { t } from '../../language/t'

/** When a new poll closes. */
export const CLOSINGS = ['never', 'hour', 'day', 'week', 'at'] as const
export type Closing = (typeof CLOSINGS)[number]

export const CLOSING_WORDS: Readonly<Record<Closing, string>> = {
  never: t('When I close it'),
  hour: t('In an hour'),
  day: t('In a day'),
  week: t('In a week'),
  at: t('At a time…'),
}

const HOUR_MS = 3_600_000
const SPANS: Readonly<Partial<Record<Closing, number>>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
}

/** The moment, as the server reads it. `typed` is what a field for a local date and time has. Null for never. */
export function closesAt(closing: Closing, typed: string, now: Date): string | null {
  const span = SPANS[closing]
  if (span !== undefined) return new Date(now.getTime() + span).toISOString()
  return closing === 'at' ? new Date(typed).toISOString() : null
}

/** What a field for a local date and time has at this moment. */
export function localValue(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}
