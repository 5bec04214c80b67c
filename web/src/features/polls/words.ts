import type { Card, Poll } from '../../protocol.gen'
import type { ShownOption } from '../../sync/votes'
import { clockTime, dayName } from '../messages/times'

/** Names at most this many people; counts the others. */
const NAMED = 5

export function votersWords(voters: number): string {
  if (voters === 0) return 'No votes yet'
  return voters === 1 ? '1 person voted' : `${voters} people voted`
}

export function countWords(count: number): string {
  return count === 1 ? '1 vote' : `${count} votes`
}

/** "Choose one · Anonymous · Closes Monday, 10:00". */
export function termsWords(poll: Poll, isClosed: boolean, now: Date): string {
  const closesAt = poll.closes_at ? new Date(poll.closes_at) : null
  const choice = poll.multiple ? 'Choose any' : 'Choose one'
  return [
    isClosed ? 'Closed' : choice,
    ...(poll.anonymous ? ['Anonymous'] : []),
    ...(closesAt && !isClosed ? [`Closes ${when(closesAt, now)}`] : []),
  ].join(' · ')
}

/** "You, Bob and 3 others". Nobody is named in an anonymous poll. */
export function whoChose(
  { count, first, mine }: ShownOption,
  me: string,
  people: Readonly<Record<string, Card>>,
): string {
  const others = first.filter((id) => id !== me).map((id) => people[id]?.name ?? 'Somebody')
  const named = [...(mine ? ['You'] : []), ...others].slice(0, NAMED)
  const more = count - named.length
  const parts = more > 0 ? [...named, more === 1 ? '1 other' : `${more} others`] : named
  const last = parts.at(-1) ?? ''
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
}

function when(at: Date, now: Date): string {
  const isToday = at.toDateString() === now.toDateString()
  return isToday ? clockTime(at) : `${dayName(at, now)}, ${clockTime(at)}`
}
