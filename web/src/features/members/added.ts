import { t } from '../../language/t'
import type { User } from '../../protocol.gen'

/** What is said once people were put into a room: by name, if it was one. */
export function addedWords(people: readonly Pick<User, 'card'>[]): string {
  const [first] = people
  return first && people.length === 1
    ? t('{name} was added', { name: first.card.name })
    : t('{count, plural, one {# person was added} other {# people were added}}', { count: people.length })
}
