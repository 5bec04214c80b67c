import { locale } from '../../language/languages'
import { t } from '../../language/t'
import { openMembers, roomOf } from '../../sync/state'
import { Icon } from '../../ui/Icon'
import { fit, folded, OFFERED, type Completion, type CompletionSource } from '../composer/completion/source'
import { CALLED_LIMIT, WIDE } from '../mentions/wide'
import { Avatar } from '../people/Avatar'

/** Handles count more than names: they are what is written. */
const OF_NAME = 0.5

/** Who stands after the members, however well the name fits. */
const OF_OUTSIDERS = 10

/** The members of the room, by handle or by any part of their name, everybody at once, and then people who are not in it. */
export const membersNamed: CompletionSource = {
  label: t('People'),
  trigger: '@',
  query: /^[^\s@]*$/,
  find(query, { state, room, me }) {
    const wanted = folded(query)
    const info = roomOf(state.sync, room)
    const members = new Set((info ? openMembers(info) : []).map(({ person }) => person))
    const outsiders = query === '' || info?.info.kind === 'direct' ? [] : Object.keys(state.sync.people)
    const people = [...new Set([...members, ...outsiders])]
      .flatMap((person) => {
        const card = state.sync.people[person]
        if (!card || person === me) return []
        const ranks = [fit(folded(card.handle), wanted), plus(fit(folded(card.name), wanted), OF_NAME)]
        const rank =
          Math.min(...ranks.map((one) => one ?? Infinity)) + (members.has(person) ? 0 : OF_OUTSIDERS)
        return rank === Infinity ? [] : [{ ...card, person, rank }]
      })
      .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name, locale))
      .slice(0, OFFERED)
      .map(({ person, name, handle }) => ({
        key: person,
        picture: <Avatar id={person} name={name} size="sm" />,
        name,
        detail: members.has(person) ? `@${handle}` : `@${handle} · ${t('not in this room')}`,
        insert: `@${handle}`,
      }))
    return [...people, ...everybody(wanted, members.size)]
  },
}

function everybody(wanted: string, members: number): Completion[] {
  if (members > CALLED_LIMIT || members < 2) return []
  return WIDE.filter(({ word }) => word.startsWith(wanted)).map(({ word, means }) => ({
    key: word,
    picture: <Icon name="people" size={16} />,
    name: `@${word}`,
    detail: means,
    insert: `@${word}`,
  }))
}

const plus = (rank: number | null, more: number) => (rank === null ? null : rank + more)
