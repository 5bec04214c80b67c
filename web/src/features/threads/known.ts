import type { Follow, Thread } from '../../protocol.gen'
import { personLog, roomLog } from '../../sync/logs'
import { rowsOf } from '../../sync/rows'
import type { SyncState } from '../../sync/state'

/** What a room says of the thread about a message that is loaded. */
export function threadOf(sync: SyncState, room: string, seq: number): Thread | null {
  const thread = rowsOf(sync.logs[roomLog(room)]?.about[seq] ?? {}, 'thread')[seq]
  return thread && thread.until == null ? thread : null
}

/** How far one has read a thread that one follows. */
export function followOf(sync: SyncState, room: string, seq: number): Follow | null {
  const own = rowsOf(sync.logs[personLog(sync.me?.id ?? '')]?.rows ?? {}, 'follow')[`${room} ${seq}`]
  return own && own.until == null ? own : null
}

/** The root of the thread in which a message of a room was also said. */
export function copiedFrom(sync: SyncState, room: string, seq: number): number | null {
  const messages = sync.logs[roomLog(room)]?.messages ?? []
  const said = messages[seq - (messages[0]?.seq ?? 0)]
  return said?.from_thread ? (said.reply_to ?? null) : null
}
