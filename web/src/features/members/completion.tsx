import { openMembers, roomOf } from '../../sync/state'
import { fit, folded, OFFERED, type CompletionSource } from '../composer/completion/source'
import { Avatar } from '../people/Avatar'

/** Handles count more than names: they are what is written. */
const OF_NAME = 0.5

/** The members of the room, by handle or by any part of their name. */
export const membersNamed: CompletionSource = {
  label: 'Members',
  trigger: '@',
  query: /^[^\s@]*$/,
  find(query, { state, room, me }) {
    const wanted = folded(query)
    const info = roomOf(state.sync, room)
    return (info ? openMembers(info) : [])
      .flatMap(({ person }) => {
        const card = state.sync.people[person]
        if (!card || person === me) return []
        const ranks = [fit(folded(card.handle), wanted), plus(fit(folded(card.name), wanted), OF_NAME)]
        const rank = Math.min(...ranks.map((one) => one ?? Infinity))
        return rank === Infinity ? [] : [{ ...card, person, rank }]
      })
      .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name))
      .slice(0, OFFERED)
      .map(({ person, name, handle }) => ({
        key: person,
        picture: <Avatar id={person} name={name} size="sm" />,
        name,
        detail: `@${handle}`,
        insert: `@${handle}`,
      }))
  },
}

const plus = (rank: number | null, more: number) => (rank === null ? null : rank + more)
