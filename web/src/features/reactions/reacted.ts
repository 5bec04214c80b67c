import type { Card } from '../../protocol.gen'
import type { ShownReaction } from '../../sync/reactions'

/** Names at most this many people; counts the others. */
const NAMED = 5

/** "You, Bob and 3 others reacted with 👍". */
export function whoReacted(
  { emoji, count, first, mine }: ShownReaction,
  me: string,
  people: Readonly<Record<string, Card>>,
): string {
  const others = first.filter((id) => id !== me).map((id) => people[id]?.name ?? 'Somebody')
  const named = [...(mine ? ['You'] : []), ...others].slice(0, NAMED)
  const more = count - named.length
  const parts = more > 0 ? [...named, more === 1 ? '1 other' : `${more} others`] : named
  const last = parts.at(-1) ?? ''
  const who = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last}` : last
  return `${who} reacted with ${emoji}`
}
