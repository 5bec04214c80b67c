import type { Api } from './api'
import { personLog } from './logs'
import { rowsOf } from './rows'
import type { SyncState } from './state'

/** How one arranges one's rooms. One's own log tells of it, on this device as on the others. */
export interface Arranging {
  /** Puts a room among the favourites, before another one of them or at their end; or moves it there. */
  favourite(room: string, before: string | null): Promise<void>
  unfavourite(room: string): Promise<void>
}

export function createArranging(api: Api): Arranging {
  return {
    favourite: async (room, before) => void (await api.call('room.favourite', { room, before })),
    unfavourite: async (room) => void (await api.call('room.unfavourite', { room })),
  }
}

/** Where a room stands among the favourites; null if it is none. */
export function favouriteAt({ me, logs }: SyncState, room: string): number | null {
  const own = me && logs[personLog(me.id)]
  const row = own ? rowsOf(own.rows, 'favourite')[room] : undefined
  return row && row.until == null ? row.position : null
}
