import { createContext, useContext, useRef, useState } from 'react'
import { ownRows } from '../../sync/arranged'
import type { Rows } from '../../sync/rows'
import type { ClientState } from '../../sync/store'
import { useRegistry } from '../registry/context'
import type { RoomList, RoomLists } from '../registry/feature'
import { useClientState } from '../session/context'
import type { ListedRoom } from './listed'
import { useRooms } from './useRooms'

export interface RoomGroup {
  readonly id: string
  readonly rooms: readonly ListedRoom[]
}

/** One's rooms as the sidebar shows them. */
export interface RoomGroups {
  /** The lists that features make of some rooms, in one's own order, whether the rooms are read or not. */
  readonly own: readonly RoomGroup[]
  readonly unread: readonly ListedRoom[]
  /** Rooms first, then direct conversations. */
  readonly read: readonly ListedRoom[]
}

/** The sections of the sidebar that have the rooms of no list. */
export const UNREAD = 'unread'
export const ROOMS = 'rooms'
export const DIRECT = 'direct'

export const RoomGroupsContext = createContext<RoomGroups>({ own: [], unread: [], read: [] })

export const useRoomGroups = (): RoomGroups => useContext(RoomGroupsContext)

const NO_ROOMS: readonly ListedRoom[] = []

/** The rooms of one list. */
export function useRoomList(id: string): readonly ListedRoom[] {
  return useRoomGroups().own.find((group) => group.id === id)?.rooms ?? NO_ROOMS
}

export const isDirect = ({ info }: ListedRoom): boolean => info.kind === 'direct'

/**
 * Groups the rooms. The room that is open stands among the read ones: it is being read. While the list is held, because
 * a pointer is over it, no room changes its group.
 */
export function useGrouped(open: string | null, isHeld: boolean): RoomGroups {
  const rooms = useRooms()
  const { roomLists } = useRegistry()
  const [listsIn] = useState(() => createLists(roomLists))
  const lists = useClientState(listsIn)
  const above = useRef<ReadonlySet<string>>(new Set())
  if (!isHeld) above.current = idsOfUnread(rooms, open)
  const last = useRef<{
    rooms: readonly ListedRoom[]
    lists: readonly RoomList[]
    above: ReadonlySet<string>
    groups: RoomGroups
  } | null>(null)
  const isSame = last.current?.rooms === rooms && last.current.lists === lists
  if (last.current && isSame && sameIds(last.current.above, above.current)) return last.current.groups
  const groups = grouped(rooms, lists, above.current)
  last.current = { rooms, lists, above: above.current, groups }
  return groups
}

/** All lists, from top to bottom: the same until one of them has changed. Most changes of one's own log change none. */
export function createLists(
  sources: readonly Pick<RoomLists, 'lists'>[],
): (state: Pick<ClientState, 'sync'>) => readonly RoomList[] {
  let own: Rows | null = null
  let known: readonly RoomList[] = []
  return ({ sync }) => {
    const rows = ownRows(sync)
    if (rows === own) return known
    own = rows
    const next = sources.flatMap(({ lists }) => lists(rows))
    if (JSON.stringify(next) !== JSON.stringify(known)) known = next
    return known
  }
}

/** A room is in the first list that has it, and in no other part of the sidebar. */
export function grouped(
  rooms: readonly ListedRoom[],
  lists: readonly RoomList[],
  above: ReadonlySet<string>,
): RoomGroups {
  const left = new Map(rooms.map((room) => [room.info.id, room]))
  const own = lists.map((list) => ({
    id: list.id,
    rooms: list.rooms.flatMap((id) => {
      const room = left.get(id)
      left.delete(id)
      return room ?? []
    }),
  }))
  const others = rooms.filter(({ info }) => left.has(info.id))
  const read = others.filter(({ info }) => !above.has(info.id))
  return {
    own,
    unread: others.filter(({ info }) => above.has(info.id)),
    read: [...read.filter((room) => !isDirect(room)), ...read.filter(isDirect)],
  }
}

export function idsOfUnread(rooms: readonly ListedRoom[], open: string | null): ReadonlySet<string> {
  return new Set(
    rooms.filter(({ info, unread }) => unread > 0 && info.id !== open).map(({ info }) => info.id),
  )
}

/**
 * The room that is some steps from another one, going round: of those that are shown, or of the unread ones, also where
 * they are folded away.
 */
export function neighbour(
  groups: RoomGroups,
  open: string | null,
  step: 1 | -1,
  { onlyUnread = false, folded = [] }: { onlyUnread?: boolean; folded?: readonly string[] } = {},
): ListedRoom | undefined {
  const sections = fromTheTop(groups)
  const all = sections.flatMap(({ rooms }) => rooms)
  const hidden = new Set(sections.filter(({ id }) => folded.includes(id)).flatMap(({ rooms }) => rooms))
  const at = all.findIndex(({ info }) => info.id === open)
  const count = all.length
  for (let steps = 1; steps <= count; steps++) {
    const start = at < 0 && step < 0 ? count : at
    const room = all[(start + step * steps + count * 2) % count]
    if (!room || room.info.id === open) continue
    if (onlyUnread ? room.unread > 0 : !hidden.has(room)) return room
  }
  return undefined
}

/** Every section with its rooms, in the order of the sidebar. */
export function fromTheTop({ own, unread, read }: RoomGroups): readonly RoomGroup[] {
  return [
    ...own,
    { id: UNREAD, rooms: unread },
    { id: ROOMS, rooms: read.filter((room) => !isDirect(room)) },
    { id: DIRECT, rooms: read.filter(isDirect) },
  ]
}

function sameIds(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return some.size === others.size && [...some].every((id) => others.has(id))
}
