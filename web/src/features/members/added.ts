import { t } from '../../language/t'
import type { LeftOut, User } from '../../protocol.gen'

/** The words that confirm who was added to a room: the name of one person, or the number of several. */
export function addedWords(people: readonly Pick<User, 'card'>[]): string {
  const [first] = people
  if (!first) return t('Nobody was added')
  return people.length === 1
    ? t('{name} was added', { name: first.card.name })
    : t('{count, plural, one {# person was added} other {# people were added}}', { count: people.length })
}

/** Why somebody of a group was not added with the others. */
export function leftOutWords(name: string, reason: LeftOut['reason']): string {
  if (reason === 'banned') return t('{name} was not added: banned from this room.', { name })
  if (reason === 'full') return t('{name} was not added: in too many rooms.', { name })
  return t('{name} was not added: the account is deactivated.', { name })
}
