const DAY_MS = 86_400_000

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' })
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' })
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' })
const withYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'long', year: 'numeric' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

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
    return name.charAt(0).toLocaleUpperCase() + name.slice(1)
  }
  return (at.getFullYear() === now.getFullYear() ? weekday : withYear).format(at)
}

/** Rounded above because a day of a time change has 23 or 25 hours. */
function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
}
