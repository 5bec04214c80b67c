import type { Pin } from '../protocol.gen'
import { personLog, roomLog } from './logs'
import { rowsOf } from './rows'
import type { SyncState } from './state'

/** The pin of a message that is loaded. */
export function pinOf(sync: SyncState, room: string, seq: number): Pin | null {
  const pin = rowsOf(sync.logs[roomLog(room)]?.about[seq] ?? {}, 'pin')[seq]
  return pin && pin.until == null ? pin : null
}

/** Whether one has saved a message that is loaded. */
export function isSaved(sync: SyncState, room: string, seq: number): boolean {
  const own = rowsOf(sync.logs[personLog(sync.me?.id ?? '')]?.rows ?? {}, 'save')[`${room} ${seq}`]
  return own !== undefined && own.until == null
}
