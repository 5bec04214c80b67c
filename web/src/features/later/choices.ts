import { t } from '../../language/t'
import { locale } from '../../language/languages'
import { dayNamed } from '../messages/times'

export interface Choice {
  readonly label: string
  readonly at: Date
}

const HOUR_MS = 3_600_000
const MORNING = 9
const MONDAY = 1

/** Times that people often want, in the zone of this browser. */
export function choices(now: Date): readonly Choice[] {
  const tomorrow = morning(now, 1)
  const untilMonday = (MONDAY + 7 - now.getDay()) % 7 || 7
  return [
    { label: t('In 1 hour'), at: new Date(now.getTime() + HOUR_MS) },
    { label: t('Tomorrow at {time}', { time: nine(tomorrow) }), at: tomorrow },
    ...(untilMonday === 1
      ? []
      : [{ label: t('Monday at {time}', { time: nine(tomorrow) }), at: morning(now, untilMonday) }]),
  ]
}

/** What two fields for a day and a time say. Null for what is no time. */
export function momentOf(day: string, time: string): Date | null {
  const at = dayNamed(day)
  const [hours, minutes] = time.split(':').map(Number)
  if (!at || hours === undefined || minutes === undefined || !(hours < 24) || !(minutes < 60)) return null
  at.setHours(hours, minutes)
  return at
}

/** A time of a day, as a field for times has it. */
export const timeValue = (at: Date): string =>
  `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`

export function morning(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING)
}

const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
const nine = (at: Date) => clock.format(at)
