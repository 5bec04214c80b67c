import { forgetPlaces } from './features/messages/places'
import { forgetRooms, recentRooms } from './features/rooms/recent'
import type { Me } from './protocol.gen'
import { appBadge, followUnread } from './pwa/badge'
import type { Updates } from './pwa/updates'
import type { Api } from './sync/api'
import type { StateCache } from './sync/cache'
import { createClient, type Client } from './sync/client'
import { openShelf } from './sync/shelf'
import { SUBPROTOCOL } from './sync/socket'
import type { SyncState } from './sync/state'
import type { ClientStore } from './sync/store'
import { whenIdle } from './ui/whenIdle'

export interface VisitDeps {
  api: Api
  cache: StateCache
  locks: LockManager | undefined
  updates: Updates
}

/** Everything that exists while one person is signed in at this page. */
export interface Visit {
  readonly client: Client
  /** `forget`: also remove what this browser keeps of what they wrote and did not send. */
  end(options: { forget: boolean }): Promise<void>
}

export async function beginVisit(
  me: Pick<Me, 'id'>,
  known: SyncState,
  { api, cache, locks, updates }: VisitDeps,
): Promise<Visit> {
  const shelf = await openShelf(me.id)
  const client = createClient({
    api,
    shelf,
    known,
    person: me.id,
    openSocket: () => new WebSocket(socketAddress(), SUBPROTOCOL),
    isSeen,
    locks,
    channel: new BroadcastChannel(`parley.${me.id}`),
  })
  await client.start()
  const keeping = new AbortController()
  if (locks) keepWhenAlone(client.store, { cache, locks, person: me.id }, keeping.signal)
  updates.keep()
  const ends = [
    followNetwork(client),
    followAttention(client),
    followLeaving(client),
    followUnread(client.store, appBadge(navigator)),
    followServer(client.store, updates),
    () => keeping.abort(),
    () => client.stop(),
  ]
  return {
    client,
    async end({ forget }) {
      ends.forEach((end) => end())
      // Removed by now, with a sign-out in another tab, or by the browser.
      if (!forget) return cache.clear().catch(() => undefined)
      forgetRooms()
      forgetPlaces()
      await Promise.all([shelf.wipe(), cache.wipe()])
    },
  }
}

/** Only one tab writes the cache: a `Keeper` says why. Without locks there is none, and each visit begins anew. */
function keepWhenAlone(
  store: ClientStore,
  { cache, locks, person }: { cache: StateCache; locks: LockManager; person: string },
  stopped: AbortSignal,
): void {
  const untilStopped = async () => {
    const { Keeper } = await import('./sync/keeper')
    if (stopped.aborted) return
    const keeper = new Keeper({ store, cache, lastRooms: () => recentRooms(person), whenIdle })
    const flush = () => void keeper.flush()
    const ifHidden = () => {
      if (!isSeen()) flush()
    }
    document.addEventListener('visibilitychange', ifHidden, { signal: stopped })
    window.addEventListener('pagehide', flush, { signal: stopped })
    keeper.start()
    await new Promise((resolve) => stopped.addEventListener('abort', resolve))
    keeper.stop()
  }
  locks.request(`parley.cache.${person}`, { signal: stopped }, untilStopped).catch((error: unknown) => {
    if (!stopped.aborted) throw error
  })
}

function followNetwork(client: Client): () => void {
  const stop = new AbortController()
  const { signal } = stop
  window.addEventListener('online', () => client.retryConnection(), { signal })
  window.addEventListener('offline', () => client.networkLost(), { signal })
  return () => stop.abort()
}

/** A page that is put away may never be looked at again. */
function followLeaving(client: Client): () => void {
  const stop = new AbortController()
  const flush = () => client.flushDrafts()
  document.addEventListener('visibilitychange', () => isSeen() || flush(), { signal: stop.signal })
  window.addEventListener('pagehide', flush, { signal: stop.signal })
  return () => stop.abort()
}

/** What somebody does at a page that they look at. */
const SIGNS_OF_LIFE = ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchmove', 'focus'] as const
/** What shows that they want something of it. */
const WISHES = ['pointerdown', 'keydown', 'focus'] as const

function followAttention(client: Client): () => void {
  const stop = new AbortController()
  const options = { signal: stop.signal, capture: true, passive: true }
  const ifSeen = (act: () => void) => () => {
    if (isSeen()) act()
  }
  const attend = ifSeen(() => client.signals.attend())
  const connect = ifSeen(() => client.attend())
  for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, attend, options)
  for (const wish of WISHES) window.addEventListener(wish, connect, options)
  document.addEventListener('visibilitychange', attend, options)
  document.addEventListener('visibilitychange', connect, options)
  return () => stop.abort()
}

/** A server that was away, or speaks another version, may have been updated, and this client with it. */
function followServer(store: ClientStore, updates: Updates): () => void {
  return store.subscribe(({ connection }, before) => {
    const wasLost = 'since' in before.connection && before.connection.since !== null
    if (connection.phase === 'outdated' || (connection.phase === 'live' && wasLost)) updates.check()
  })
}

function isSeen(): boolean {
  return document.visibilityState === 'visible'
}

function socketAddress(): string {
  return `${window.location.origin.replace(/^http/, 'ws')}/ws`
}
