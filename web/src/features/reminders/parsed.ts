import { morning } from '../later/choices'

/** What somebody wants to be reminded of, and when. */
export interface Wish {
  readonly at: Date
  readonly text: string
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000 }
const CLOCK = String.raw`(\d{1,2})(?:[:.](\d\d))?\s*([ap]m)?`
const TIME = String.raw`(?:at\s+)?${CLOCK}`
/** The forms of a time, and what each means. A text may follow any of them, or come before it. */
const FORMS: readonly {
  readonly form: string
  readonly at: (found: readonly string[], now: Date) => Date | null
}[] = [
  {
    form: String.raw`in\s+(\d{1,5}|an?|half\s+an)\s*(m|min|mins|minutes?|h|hours?|d|days?|w|weeks?)`,
    at: ([count = '', unit = ''], now) => afterSpan(count, unit, now),
  },
  {
    form: String.raw`(today|tomorrow)(?:\s+${TIME})?`,
    at: ([day, ...time], now) => onDay(day === 'today' ? 0 : 1, time, now),
  },
  {
    form: String.raw`(?:on\s+)?(${DAYS.join('|')})(?:\s+${TIME})?`,
    at: ([day = '', ...time], now) => onDay((DAYS.indexOf(day) + 7 - now.getDay()) % 7 || 7, time, now),
  },
  { form: String.raw`(?:on\s+)?(\d{4})-(\d\d)-(\d\d)(?:\s+${TIME})?`, at: onDate },
  // A number alone is no time: it could be the beginning of the text.
  { form: String.raw`at\s+${CLOCK}`, at: nextTime },
  { form: String.raw`(\d{1,2})[:.](\d\d)\s*([ap]m)?`, at: nextTime },
  { form: String.raw`(\d{1,2})()\s*([ap]m)`, at: nextTime },
]

/** A time alone, in English. Null for everything else. */
export function momentIn(written: string, now: Date): Date | null {
  for (const { form, at } of FORMS) {
    const found = new RegExp(`^(?:${form})$`, 'is').exec(written.trim())?.slice(1)
    if (found) return at(lowered(found), now)
  }
  return null
}

/** Understands English: a time and then a text, or a text and then a time. Null for everything else. */
export function parsed(written: string, now: Date): Wish | null {
  const words = written.trim().replace(/^me\s+/i, '')
  for (const isFirst of [true, false]) {
    for (const { form, at } of FORMS) {
      const whole = isFirst ? `^(?:${form})[\\s,:]+(?:to\\s+)?(.+)$` : `^(?:to\\s+)?(.+?)[\\s,]+(?:${form})$`
      const found = new RegExp(whole, 'is').exec(words)?.slice(1)
      if (!found) continue
      const text = isFirst ? found.pop() : found.shift()
      const moment = at(lowered(found), now)
      if (moment && text) return { at: moment, text: text.trim() }
    }
  }
  return null
}

function lowered(found: readonly (string | undefined)[]): readonly string[] {
  return found.map((part) => part?.toLowerCase() ?? '')
}

/** Days are days of the calendar, so that the hour stays in a week when clocks change. */
function afterSpan(count: string, unit: string, now: Date): Date | null {
  const number = count.startsWith('half') ? 0.5 : count.startsWith('a') ? 1 : Number(count)
  const letter = unit[0]!
  const ms = UNITS[letter]
  if (ms !== undefined) return new Date(now.getTime() + number * ms)
  if (!Number.isInteger(number)) return null
  const at = new Date(now)
  at.setDate(at.getDate() + number * (letter === 'w' ? 7 : 1))
  return at
}

/** At nine, if no time is said. */
function onDay(days: number, time: readonly string[], now: Date): Date | null {
  return time[0] ? atTime(morning(now, days), time) : morning(now, days)
}

function onDate([year, month, day, ...time]: readonly string[], now: Date): Date | null {
  const date = new Date(Number(year), Number(month) - 1, Number(day))
  if (date.getMonth() !== Number(month) - 1) return null
  return onDay(0, time, date) ?? now
}

/** The next time that a clock shows this. */
function nextTime(time: readonly string[], now: Date): Date | null {
  const today = atTime(morning(now, 0), time)
  return today && today <= now ? atTime(morning(now, 1), time) : today
}

function atTime(day: Date, [hours = '', minutes = '', half = '']: readonly string[]): Date | null {
  const hour = Number(hours)
  const isValid = half ? hour >= 1 && hour <= 12 : hour < 24
  if (!isValid || Number(minutes) > 59) return null
  const at = new Date(day)
  at.setHours(half ? (hour % 12) + (half === 'pm' ? 12 : 0) : hour, Number(minutes))
  return at
}
