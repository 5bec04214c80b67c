import type { Card } from '../../protocol.gen'
import { fold } from '../../ui/fold'
import type { Command, Lookup } from '../registry/feature'
import type { ListedRoom } from '../rooms/listed'
import { fuzzyScore } from './fuzzy'

/** What the palette can lead to. */
export type Target =
  | { readonly kind: 'room'; readonly key: string; readonly room: ListedRoom }
  | { readonly kind: 'person'; readonly key: string; readonly id: string; readonly card: Card }
  | { readonly kind: 'command'; readonly key: string; readonly command: Command }
  | { readonly kind: 'lookup'; readonly key: string; readonly lookup: Lookup; readonly query: string }

export interface Places {
  readonly rooms: readonly ListedRoom[]
  /** Ids of the rooms that were looked at last, the one that is open first. */
  readonly recent: readonly string[]
  readonly people: Readonly<Record<string, Card>>
  readonly commands: readonly Command[]
  readonly lookups: readonly Lookup[]
}

/** What many look for comes before what few do, if both fit as well. */
const AHEAD = { room: 3, person: 1.5, command: 0, lookup: 0 }
/** More people than this are no answer without a query. */
const SHOWN = 50

/**
 * What a few letters lead to, the best first. Without any: the rooms, those that were looked at last before the others,
 * and then what can be done. The room that is open comes last of the rooms: going there is no change.
 */
export function findTargets(query: string, places: Places): Target[] {
  const rooms = byAge(places.rooms, places.recent).map((room): Target => ({
    kind: 'room',
    key: keyOf('room', room.info.id),
    room,
  }))
  const commands = places.commands.map((command): Target => ({
    kind: 'command',
    key: keyOf('command', command.id),
    command,
  }))
  if (query.trim() === '') return [...rooms, ...commands]
  const people = Object.entries(places.people).map(([id, card]): Target => ({
    kind: 'person',
    key: keyOf('person', id),
    id,
    card,
  }))
  const lookups = places.lookups.map((lookup): Target => ({
    kind: 'lookup',
    key: keyOf('lookup', lookup.id),
    lookup,
    query: query.trim(),
  }))
  const found = [...rooms, ...people, ...commands]
    .flatMap((target) => {
      const score = scoreOf(query, target)
      return score === null ? [] : [{ target, score: score + AHEAD[target.kind] }]
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, SHOWN)
    .map(({ target }) => target)
  return [...found, ...lookups]
}

const keyOf = (kind: Target['kind'], id: string): string => [kind, id].join(' ')

function scoreOf(query: string, target: Target): number | null {
  switch (target.kind) {
    case 'room':
      return fuzzyScore(query, target.room.name)
    case 'person':
      return best(fuzzyScore(query, target.card.name), fuzzyScore(query, `@${target.card.handle}`))
    case 'command':
      return best(fuzzyScore(query, target.command.label), wordScore(query, target.command.words ?? ''))
    case 'lookup':
      return 0
  }
}

/** Another word for a command counts where it is typed from its beginning: letters strewn over several mean nothing. */
function wordScore(query: string, words: string): number | null {
  const typed = fold(query.trim())
  return typed.length > 1 &&
    fold(words)
      .split(' ')
      .some((word) => word.startsWith(typed))
    ? 1
    : null
}

function best(...scores: (number | null)[]): number | null {
  const found = scores.filter((score) => score !== null)
  return found.length === 0 ? null : Math.max(...found)
}

function byAge(rooms: readonly ListedRoom[], [open, ...recent]: readonly string[]): ListedRoom[] {
  const age = ({ info }: ListedRoom) => {
    if (info.id === open) return Infinity
    const at = recent.indexOf(info.id)
    return at < 0 ? recent.length : at
  }
  return rooms.toSorted((a, b) => {
    const [one, other] = [age(a), age(b)]
    return one === other ? 0 : one - other
  })
}
