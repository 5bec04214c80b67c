import type { ReadPosition } from '../protocol.gen'
import { readableFrom, readPositionOf, roomOf, type SyncState } from './state'

/** A place up to which a room was read. Inside a generation it only goes forward. */
export type Place = Pick<ReadPosition, 'generation' | 'seq'>

/** What was marked in this browser and the server has not answered yet. */
export interface Mark extends Place {
  /** Marked unread: the server is to begin this generation. */
  readonly anew: boolean
}

export type Marks = Readonly<Record<string, Mark>>

/** Up to where a room is read: what the server says, or what was marked here since. Null where one is not. */
export function readUpTo(state: SyncState, marks: Marks, room: string): Place | null {
  const told = readPositionOf(state, room)
  const mark = marks[room]
  return told && mark && isLater(mark, told) ? mark : (told ?? null)
}

export function unreadCount(state: SyncState, marks: Marks, room: string): number {
  const place = readUpTo(state, marks, room)
  const known = roomOf(state, room)
  if (!place || !known) return 0
  return Math.max(0, known.lastSeq - Math.max(place.seq, known.info.first_seq - 1))
}

/** The first message of a room that one may see and has not read. */
export function firstUnread(state: SyncState, marks: Marks, room: string): number | null {
  const place = readUpTo(state, marks, room)
  if (!place || unreadCount(state, marks, room) === 0) return null
  return Math.max(place.seq + 1, roomOf(state, room)?.info.first_seq ?? 1, readableFrom(state, room))
}

export function isLater(place: Place, than: Place): boolean {
  return place.generation === than.generation ? place.seq > than.seq : place.generation > than.generation
}
