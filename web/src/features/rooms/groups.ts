import { createContext, useContext, useRef } from 'react'
import type { ListedRoom } from './listed'
import { useRooms } from './useRooms'

/** One's rooms as the sidebar shows them. */
export interface RoomGroups {
  /** In one's own order, whether they are read or not. */
  readonly favourites: readonly ListedRoom[]
  readonly unread: readonly ListedRoom[]
  /** Rooms first, then direct conversations. */
  readonly read: readonly ListedRoom[]
}

export const RoomGroupsContext = createContext<RoomGroups>({ favourites: [], unread: [], read: [] })

export const useRoomGroups = (): RoomGroups => useContext(RoomGroupsContext)

export const isDirect = ({ info }: ListedRoom): boolean => info.kind === 'direct'

/** From top to bottom. */
export function inOrder({ favourites, unread, read }: RoomGroups): readonly ListedRoom[] {
  return [...favourites, ...unread, ...read]
}

/**
 * Groups the rooms. The room that is open stands among the read ones: it is being read. While the list is held, because
 * a pointer is over it, no room changes its group.
 */
export function useGrouped(open: string | null, isHeld: boolean): RoomGroups {
  const rooms = useRooms()
  const above = useRef<ReadonlySet<string>>(new Set())
  if (!isHeld) above.current = idsOfUnread(rooms, open)
  const last = useRef<{
    rooms: readonly ListedRoom[]
    above: ReadonlySet<string>
    groups: RoomGroups
  } | null>(null)
  if (last.current?.rooms === rooms && sameIds(last.current.above, above.current)) return last.current.groups
  const groups = grouped(rooms, above.current)
  last.current = { rooms, above: above.current, groups }
  return groups
}

export function grouped(rooms: readonly ListedRoom[], above: ReadonlySet<string>): RoomGroups {
  const others = rooms.filter(({ favourite }) => favourite === null)
  const read = others.filter(({ info }) => !above.has(info.id))
  return {
    favourites: favouritesOf(rooms),
    unread: others.filter(({ info }) => above.has(info.id)),
    read: [...read.filter((room) => !isDirect(room)), ...read.filter(isDirect)],
  }
}

/** From top to bottom. */
export function favouritesOf(rooms: readonly ListedRoom[]): readonly ListedRoom[] {
  const place = ({ favourite }: ListedRoom) => favourite ?? 0
  return rooms.filter(({ favourite }) => favourite !== null).toSorted((a, b) => place(a) - place(b))
}

export function idsOfUnread(rooms: readonly ListedRoom[], open: string | null): ReadonlySet<string> {
  return new Set(
    rooms.filter(({ info, unread }) => unread > 0 && info.id !== open).map(({ info }) => info.id),
  )
}

/** The room that is some steps from another one, going round; of the unread ones only, if there are any. */
export function neighbour(
  groups: RoomGroups,
  open: string | null,
  step: 1 | -1,
  onlyUnread = false,
): ListedRoom | undefined {
  const all = inOrder(groups)
  const at = all.findIndex(({ info }) => info.id === open)
  const count = all.length
  for (let steps = 1; steps <= count; steps++) {
    const start = at < 0 && step < 0 ? count : at
    const room = all[(start + step * steps + count * 2) % count]
    if (room && room.info.id !== open && (!onlyUnread || room.unread > 0)) return room
  }
  return undefined
}

function sameIds(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return some.size === others.size && [...some].every((id) => others.has(id))
}
