import { apply, applyDetails, applyPage } from '../apply'
import { NOTHING_KNOWN, type SyncState } from '../state'
import { LOBBY, type RoomLog } from './room-log'

/** A client that has opened the room. */
export function opened(log: RoomLog): SyncState {
  const state = apply(NOTHING_KNOWN, log.welcome())
  return applyDetails(applyPage(state, log.page()), log.details())
}

export function lobby(state: SyncState) {
  const known = state.rooms[LOBBY]
  if (!known) throw new Error('not in the lobby')
  return known
}
