import { language, locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Card, Poll } from '../../protocol.gen'
import type { ShownOption } from '../../sync/votes'
import { clockTime, dayName } from '../messages/times'

/** Names at most this many people; counts the others. */
const NAMED = 5
/** English lists are written as in Britain, whatever the region: without a comma before "and". */
const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : locale)
const percents = new Intl.NumberFormat(locale, { style: 'percent' })

export function votersWords(voters: number): string {
  if (voters === 0) return t('No votes yet')
  return t('{count, plural, one {# person voted} other {# people voted}}', { count: voters })
}

export function countWords(count: number): string {
  return t('{count, plural, one {# vote} other {# votes}}', { count })
}

/** An option's share of the votes, of a hundred. */
export const percentWords = (percent: number): string => percents.format(percent / 100)

/** "Choose one · Anonymous · Closes Monday, 10:00". */
export function termsWords(poll: Poll, isClosed: boolean, now: Date): string {
  const closesAt = poll.closes_at ? new Date(poll.closes_at) : null
  const choice = poll.multiple ? t('Choose any') : t('Choose one')
  return [
    isClosed ? t('Closed') : choice,
    ...(poll.anonymous ? [t('Anonymous')] : []),
    ...(closesAt && !isClosed ? [t('Closes {when}', { when: when(closesAt, now) })] : []),
  ].join(' · ')
}

/** "You, Bob and 3 others". Nobody is named in an anonymous poll. */
export function whoChose(
  { count, first, mine }: ShownOption,
  me: string,
  people: Readonly<Record<string, Card>>,
): string {
  const others = first.filter((id) => id !== me).map((id) => people[id]?.name ?? t('Somebody'))
  const named = [...(mine ? [t('You // among the names of those who voted')] : []), ...others].slice(0, NAMED)
  const more = count - named.length
  const rest = t('{count, plural, one {# other} other {# others}}', { count: more })
  return list.format(more > 0 ? [...named, rest] : named)
}

function when(at: Date, now: Date): string {
  const isToday = at.toDateString() === now.toDateString()
  return isToday ? clockTime(at) : t('{day}, {time}', { day: dayName(at, now), time: clockTime(at) })
}
