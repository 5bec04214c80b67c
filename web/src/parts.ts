import { forgetPlaces } from './features/messages/places'
import { forgetRooms } from './features/rooms/recent'
import type { SessionParts } from './features/session/useSessionState'
import { createApi } from './sync/api'
import { createClient } from './sync/client'
import { openShelf, type Shelf } from './sync/shelf'
import { SUBPROTOCOL } from './sync/socket'
import { createTurn } from './sync/turn'

const SIGNED_IN_HINT = 'parley.signed-in'

/** Puts the real browser behind everything that signing in begins and ends. */
export function createParts(): SessionParts {
  const locks = 'locks' in navigator ? navigator.locks : undefined
  const storage = storageOrNothing()
  const api = createApi({
    fetch: (input, init) => fetch(input, init),
    refreshTurn: createTurn('parley.refresh', { locks, storage }),
  })
  let shelf: Shelf | undefined
  let unhook = () => {}

  return {
    api,
    mayBeSignedIn: () => !storage || storage.getItem(SIGNED_IN_HINT) !== null,
    async begin(me) {
      storage?.setItem(SIGNED_IN_HINT, me.id)
      shelf = await openShelf(me.id)
      const client = createClient({
        api,
        shelf,
        person: me.id,
        openSocket: () => new WebSocket(socketAddress(), SUBPROTOCOL),
        locks,
        channel: new BroadcastChannel(`parley.${me.id}`),
      })
      await client.start()
      const unhookAll = [followNetwork(client), followAttention(client.signals)]
      unhook = () => unhookAll.forEach((off) => off())
      return { me, client }
    },
    async end({ client }, { forget }) {
      unhook()
      client.stop()
      storage?.removeItem(SIGNED_IN_HINT)
      if (!forget) return
      forgetRooms()
      forgetPlaces()
      await shelf?.wipe()
    },
    onEndedElsewhere(listener) {
      // Storage events come from other tabs only.
      const changed = (event: StorageEvent) => {
        if (event.key === SIGNED_IN_HINT && event.newValue === null) listener()
      }
      window.addEventListener('storage', changed)
      return () => window.removeEventListener('storage', changed)
    },
  }
}

function followNetwork(client: { retryConnection(): void; networkLost(): void }): () => void {
  const stop = new AbortController()
  const { signal } = stop
  const ifVisible = () => {
    if (document.visibilityState === 'visible') client.retryConnection()
  }
  window.addEventListener('online', () => client.retryConnection(), { signal })
  window.addEventListener('offline', () => client.networkLost(), { signal })
  document.addEventListener('visibilitychange', ifVisible, { signal })
  return () => stop.abort()
}

/** What somebody does at a page that they look at. */
const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove', 'focus'] as const

function followAttention(signals: { attend(): void }): () => void {
  const stop = new AbortController()
  const options = { signal: stop.signal, capture: true, passive: true }
  const ifVisible = () => {
    if (document.visibilityState === 'visible') signals.attend()
  }
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, ifVisible, options)
  document.addEventListener('visibilitychange', ifVisible, options)
  return () => stop.abort()
}

function socketAddress(): string {
  return `${window.location.origin.replace(/^http/, 'ws')}/ws`
}

function storageOrNothing(): Storage | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}
