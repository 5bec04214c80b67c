import type { SessionParts } from './features/session/useSessionState'
import type { Me } from './protocol.gen'
import type { Updates } from './pwa/updates'
import { createApi } from './sync/api'
import { createStateCache, type StateCache } from './sync/cache'
import { NOTHING_KNOWN, type SyncState } from './sync/state'
import { createTurn } from './sync/turn'
import { within } from './sync/within'
import { beginVisit, type Visit } from './visit'

const SIGNED_IN_HINT = 'parley.signed-in'
const SHAPE = String(import.meta.env['VITE_SHAPE'])
/** A disk that takes longer is slower than the network, or does not answer at all. */
const READING_MS = 1_500

/** Puts the real browser behind everything that signing in begins and ends. */
export function createParts(updates: Updates): SessionParts {
  const locks = 'locks' in navigator ? navigator.locks : undefined
  const storage = storageOrNothing()
  const api = createApi({
    fetch: (input, init) => fetch(input, init),
    refreshTurn: createTurn('parley.refresh', { locks, storage }),
  })
  let visit: Visit | undefined

  async function begin(me: Me, known: SyncState, cache: StateCache) {
    const begun = await beginVisit(me, known, { api, cache, locks, updates })
    visit = begun
    return { me, client: begun.client }
  }

  return {
    api,
    mayBeSignedIn: () => !storage || storage.getItem(SIGNED_IN_HINT) !== null,
    async resume() {
      const person = storage?.getItem(SIGNED_IN_HINT)
      if (!person) return null
      const cache = createStateCache(person, SHAPE)
      const known = await read(cache)
      if (!known?.me) return null
      const signedIn = await begin(known.me, known, cache)
      // Another tab has signed out meanwhile, when nobody here listened yet.
      if (storage?.getItem(SIGNED_IN_HINT) === person) return signedIn
      await visit?.end({ forget: true })
      return null
    },
    async begin(me) {
      storage?.setItem(SIGNED_IN_HINT, me.id)
      const cache = createStateCache(me.id, SHAPE)
      return begin(me, (await read(cache)) ?? NOTHING_KNOWN, cache)
    },
    async end({ me }, { forget }) {
      // By now somebody else may be signed in, in another tab.
      if (storage?.getItem(SIGNED_IN_HINT) === me.id) storage.removeItem(SIGNED_IN_HINT)
      await visit?.end({ forget })
    },
    onChangedElsewhere(listener) {
      // Storage events come from other tabs only.
      const changed = ({ key, oldValue, newValue }: StorageEvent) => {
        if (key === SIGNED_IN_HINT && oldValue !== newValue) listener()
      }
      window.addEventListener('storage', changed)
      return () => window.removeEventListener('storage', changed)
    },
  }
}

function read(cache: StateCache): Promise<SyncState | null> {
  return within(READING_MS, cache.read()).catch(() => null)
}

function storageOrNothing(): Storage | undefined {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
}
