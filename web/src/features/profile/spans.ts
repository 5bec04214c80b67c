import { t } from '../../language/t'
import { locale } from '../../language/languages'
export const SPANS = ['never', '30 minutes', '1 hour', '4 hours', 'today', 'week'] as const
export type Span = (typeof SPANS)[number]

export const SPAN_WORDS: Readonly<Record<Span, string>> = {
  never: t('Until I change it'),
  '30 minutes': t('For 30 minutes'),
  '1 hour': t('For an hour'),
  '4 hours': t('For 4 hours'),
  today: t('Today'),
  week: t('This week'),
}
const FIXED: Partial<Record<Span, number>> = { '30 minutes': 30, '1 hour': 60, '4 hours': 240 }
const SUNDAY = 7

/** How many minutes a status stays. Undefined: until it is changed. A day ends at midnight here, a week with Sunday. */
export function minutesOf(span: Span, now: Date): number | undefined {
  if (span === 'never') return undefined
  const fixed = FIXED[span]
  if (fixed !== undefined) return fixed
  const days = span === 'today' ? 1 : SUNDAY - ((now.getDay() + 6) % 7)
  const end = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days)
  return Math.max(1, Math.round((end.getTime() - now.getTime()) / 60_000))
}

export function untilWords(until: Date, now: Date): string {
  const isToday = until.toDateString() === now.toDateString()
  const form: Intl.DateTimeFormatOptions = isToday ? {} : { weekday: 'short', day: 'numeric', month: 'short' }
  const clock = new Intl.DateTimeFormat(locale, { ...form, hour: 'numeric', minute: '2-digit' })
  return t('Until {time}', { time: clock.format(until) })
}
