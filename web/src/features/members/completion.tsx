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
      .flatMap(({ person }) => state.sync.people[person] ?? [])
      .flatMap((card) => {
        if (card.id === me) return []
        const ranks = [fit(folded(card.handle), wanted), plus(fit(folded(card.name), wanted), OF_NAME)]
        const rank = Math.min(...ranks.map((one) => one ?? Infinity))
        return rank === Infinity ? [] : [{ card, rank }]
      })
      .sort((a, b) => a.rank - b.rank || a.card.name.localeCompare(b.card.name))
      .slice(0, OFFERED)
      .map(({ card }) => ({
        key: card.id,
        picture: <Avatar id={card.id} name={card.name} size="sm" />,
        name: card.name,
        detail: `@${card.handle}`,
        insert: `@${card.handle}`,
      }))
  },
}

const plus = (rank: number | null, more: number) => (rank === null ? null : rank + more)
