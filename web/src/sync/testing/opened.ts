import type { ServerFrame } from '../../protocol.gen'
import { applyAnswer } from '../answers'
import { apply } from '../apply'
import { NOTHING_KNOWN, roomOf, type SyncState } from '../state'
import { LOBBY, type RoomLog } from './room-log'

/** A client that has opened the room. */
export function opened(log: RoomLog): SyncState {
  const state = apply(NOTHING_KNOWN, log.welcome())
  return applyAnswer(applyAnswer(state, log.page()), log.details())
}

export function lobby(state: SyncState) {
  const known = roomOf(state, LOBBY)
  if (!known) throw new Error('not in the lobby')
  return known
}

/** The state after all of these. */
export function hear(state: SyncState, ...frames: readonly ServerFrame[]): SyncState {
  return frames.reduce((now, frame) => apply(now, frame), state)
}
