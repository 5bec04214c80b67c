import type { Card } from '../../protocol.gen'
import { openMemberships, type SyncState } from '../../sync/state'
import { findTargets, type Target } from '../palette/found'
import { whyClosed } from '../rooms/closed'
import type { ListedRoom } from '../rooms/listed'

/** A room to forward to, or a person: a conversation with them is opened if there is none. */
export type Destination = Extract<Target, { kind: 'room' | 'person' }>

export interface Choice {
  readonly rooms: readonly ListedRoom[]
  readonly people: Readonly<Record<string, Card>>
}

/** The rooms that one may write in, and the people with whom one has no conversation yet. */
export function choiceIn(sync: SyncState, rooms: readonly ListedRoom[], me: string): Choice {
  const moderated = new Set(
    openMemberships(sync).flatMap(({ room, role }) => (role === 'member' ? [] : [room])),
  )
  const open = rooms.filter(({ info }) => whyClosed(info, moderated.has(info.id)) === null)
  const met = new Set([me, ...rooms.flatMap(({ info }) => partnerIn(info.direct ?? [], me))])
  const people = Object.entries(sync.people).filter(
    ([id, { handle }]) => !met.has(id) && handle !== `deleted-${id}`,
  )
  return { rooms: open, people: Object.fromEntries(people) }
}

/** What a few letters find among these. Without any: the rooms, those that were looked at last before the others. */
export function findDestinations(query: string, { rooms, people }: Choice, recent: readonly string[]) {
  const found = findTargets(query, { rooms, people, recent, commands: [], lookups: [] })
  return found.filter((target): target is Destination => target.kind === 'room' || target.kind === 'person')
}

export const nameOf = (to: Destination): string => (to.kind === 'room' ? to.room.name : to.card.name)

function partnerIn(direct: readonly string[], me: string): readonly string[] {
  const others = direct.filter((person) => person !== me)
  return others.length === 1 ? others : []
}
