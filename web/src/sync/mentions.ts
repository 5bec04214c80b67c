import type { Mention } from '../protocol.gen'
import { personLog } from './logs'
import { muteOf } from './muting'
import { readUpTo, unreadCount } from './reads'
import { rowsOf } from './rows'
import { openMemberships, readableFrom, roomOf, type SyncState } from './state'
import type { ClientState } from './store'

type Marked = Pick<ClientState, 'sync' | 'marks'>
type Seen = Pick<ClientState, 'sync' | 'marks' | 'now'>

/** What is unread of what mentions one and counts, so not in muted rooms: by room, without threads, and in all. */
export interface MentionCounts {
  readonly rooms: Readonly<Record<string, number>>
  readonly total: number
}

/** The server finds the same ones: see `Mention`. */
export function unreadMentions(seen: Marked): Mention[] {
  return Object.values(rowsOf(ownRows(seen.sync), 'mention')).filter((mention) => isUnread(seen, mention))
}

export function mentionCounts(seen: Seen): MentionCounts {
  const unread = unreadMentions(seen).filter(({ room }) => muteOf(seen, room)?.level !== 'nothing')
  const rooms: Record<string, number> = {}
  for (const { room, thread } of unread) if (thread == null) rooms[room] = (rooms[room] ?? 0) + 1
  return { rooms, total: unread.length }
}

/** For the tab and the app's icon: each mention counts, and each room with other news once. */
export function newsCount(seen: Seen): number {
  const { rooms, total } = mentionCounts(seen)
  const others = openMemberships(seen.sync).filter(({ room }) => !rooms[room] && newsIn(seen, room, 0) > 0)
  return total + others.length
}

/** How much of what is unread in a room counts: all of it, or what mentions one in a room that is muted but for that. */
export function newsIn(seen: Seen, room: string, mentions = mentionCounts(seen).rooms[room] ?? 0): number {
  const mute = muteOf(seen, room)
  return mute ? mentions : unreadCount(seen.sync, seen.marks, room)
}

function isUnread({ sync, marks }: Marked, { room, seq, thread, until }: Mention): boolean {
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
