import { t } from '../../language/t'
import type { User } from '../../protocol.gen'

/** The words that confirm who was added to a room: the name of one person, or the number of several. */
export function addedWords(people: readonly Pick<User, 'card'>[]): string {
  const [first] = people
  return first && people.length === 1
    ? t('{name} was added', { name: first.card.name })
    : t('{count, plural, one {# person was added} other {# people were added}}', { count: people.length })
}
