import type { Mention } from '../protocol.gen'
import { personLog } from './logs'
import { readUpTo, unreadCount } from './reads'
import { rowsOf } from './rows'
import { openMemberships, readableFrom, roomOf, type SyncState } from './state'
import type { ClientState } from './store'

type Seen = Pick<ClientState, 'sync' | 'marks'>

/** What is unread of what mentions one: by room, without threads, and in all. */
export interface MentionCounts {
  readonly rooms: Readonly<Record<string, number>>
  readonly total: number
}

/** The server finds the same ones: see `Mention`. */
export function unreadMentions(seen: Seen): Mention[] {
  return Object.values(rowsOf(ownRows(seen.sync), 'mention')).filter((mention) => isUnread(seen, mention))
}

export function mentionCounts(seen: Seen): MentionCounts {
  const unread = unreadMentions(seen)
  const rooms: Record<string, number> = {}
  for (const { room, thread } of unread) if (thread == null) rooms[room] = (rooms[room] ?? 0) + 1
  return { rooms, total: unread.length }
}

/** For the tab and the app's icon: each mention counts, and each room with other news once. */
export function newsCount(seen: Seen): number {
  const { rooms, total } = mentionCounts(seen)
  const others = openMemberships(seen.sync).filter(
    ({ room }) => !rooms[room] && unreadCount(seen.sync, seen.marks, room) > 0,
  )
  return total + others.length
}

function isUnread({ sync, marks }: Seen, { room, seq, thread, until }: Mention): boolean {
  const known = roomOf(sync, room)
  if (until != null || !known) return false
  // What the room does not keep any more, or said before one came, is not there.
  const first = Math.max(known.info.first_seq, readableFrom(sync, room))
  if ((thread ?? seq) < first) return false
  if (thread != null) {
    const follow = rowsOf(ownRows(sync), 'follow')[`${room} ${thread}`]
    return !follow || (follow.until == null && seq > follow.read)
  }
  const place = readUpTo(sync, marks, room)
  return place !== null && seq > place.seq
}

function ownRows(sync: SyncState) {
  return sync.logs[personLog(sync.me?.id ?? '')]?.rows ?? {}
}
