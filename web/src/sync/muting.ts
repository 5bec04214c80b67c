import type { Mute } from '../protocol.gen'
import type { Api } from './api'
import { personLog } from './logs'
import { rowsOf } from './rows'
import type { SyncState } from './state'
import type { ClientState, ClientStore } from './store'

/** Which rooms ask for one's attention. One's own log tells of it, on this device as on the others. */
export interface Muting {
  /** Until a time, or until it is unmuted. */
  mute(room: string, level: Mute['level'], endsAt: Date | null): Promise<void>
  unmute(room: string): Promise<void>
}

export function createMuting(api: Api): Muting {
  return {
    mute: async (room, level, endsAt) =>
      void (await api.call('room.mute', { room, level, ends_at: endsAt?.toISOString() ?? null })),
    unmute: async (room) => void (await api.call('room.unmute', { room })),
  }
}

type Seen = Pick<ClientState, 'sync' | 'now'>

/** How a room is muted now; null if everything in it counts. The server's rule is the same: see `Mute`. */
export function muteOf({ sync, now }: Seen, room: string): Mute | null {
  const mute = mutesIn(sync)[room]
  return mute && mute.until == null && (mute.ends_at == null || Date.parse(mute.ends_at) > now) ? mute : null
}

/** More than a browser's timer can count is weeks, and a machine that slept is late by as long as it slept. */
const LONGEST_MS = 60_000

/** Keeps the store's time, where a mute ends by itself. Returns what stops that. */
export function followEnds(store: ClientStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    const now = Date.now()
    const ends = Object.values(mutesIn(store.getState().sync))
      .filter((mute) => mute.until == null && mute.ends_at != null)
      .map((mute) => Date.parse(mute.ends_at!))
    if (ends.length === 0) return
    store.setState({ now })
    const next = Math.min(...ends.filter((end) => end > now))
    if (next < Infinity) timer = setTimeout(look, Math.min(next - now, LONGEST_MS))
  }
  const unsubscribe = store.subscribe(({ sync }, before) => {
    if (mutesIn(sync) !== mutesIn(before.sync)) look()
  })
  look()
  return () => {
    unsubscribe()
    clearTimeout(timer)
  }
}

const NONE = {}

function mutesIn({ me, logs }: SyncState): Readonly<Record<string, Mute>> {
  const own = me && logs[personLog(me.id)]
  return own ? rowsOf(own.rows, 'mute') : NONE
}
