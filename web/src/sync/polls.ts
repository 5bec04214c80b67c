import type { Poll } from '../protocol.gen'
import { logAt, type Place } from './places'
import { rowsOf } from './rows'
import type { SyncState } from './state'

/** The poll about a message, if it is one. */
export function pollAt(
  sync: Pick<SyncState, 'logs' | 'threads'>,
  place: Place,
  seq: number,
): Poll | undefined {
  return rowsOf(sync.logs[logAt(sync, place)]?.about[seq] ?? {}, 'poll')[seq]
}

/** Whether people can still vote in it. */
export function isOpen(poll: Poll | undefined, now: number): boolean {
  if (!poll || poll.closed_at) return false
  return !poll.closes_at || Date.parse(poll.closes_at) > now
}
