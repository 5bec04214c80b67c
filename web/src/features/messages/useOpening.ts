import { useEffect, useRef, useState } from 'react'
import { firstUnread } from '../../sync/reads'
import { roomOf, type RoomState } from '../../sync/state'
import { isCaughtUp } from '../../sync/store'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { openingOf, type Target } from './opening'
import { placeIn } from './places'

/** After this long, a reader of kept messages stays where they are: the timeline does not jump to what is new. */
const SETTLED_MS = 5_000

export interface Opening {
  /** Null means the room's end. Another one when the address names another message. */
  readonly target: Target | null
  /** Whether what is to be shown first is there, or cannot be had. */
  readonly ready: boolean
}

/** Decides where a room opens and loads that, and again what is missing after a loss of connection. */
export function useOpening(room: RoomState, linked: number | null): Opening {
  const client = useClient()
  const live = useClientState((state) => state.connection.phase === 'live')
  const target = useTarget(room, linked)
  const loaded = useRef<Target | null>(null)
  const [asked, setAsked] = useState(false)
  const { id } = room.info
  const unopened = room.cursor === null

  useEffect(() => {
    if (!live) return
    // Loaded once only: after a loss of connection its reader may long have gone elsewhere.
    const load = async () => {
      if (target === null || loaded.current === target) return client.pages.open(id)
      await client.pages.around(id, target.seq)
      loaded.current = target
    }
    // A loss of connection brings this here again; what the server refuses stays as it is.
    load().then(
      () => setAsked(true),
      () => setAsked(true),
    )
  }, [client, live, id, target, unopened])

  const isThere = target === null || room.messages.some(({ seq }) => seq === target.seq)
  return { target, ready: !unopened && (isThere || asked || !live) }
}

function useTarget(room: RoomState, linked: number | null): Target | null {
  const client = useClient()
  const { me } = useSignedIn()
  const { id } = room.info
  const caughtUp = useClientState((state) => isCaughtUp(state, id))
  // What was kept since the last visit does not know what was read elsewhere.
  const knowsReads = caughtUp || room.cursor === null
  const decide = (unread: number | null) =>
    openingOf({ linked, firstUnread: unread, place: placeIn(me.id, id) })
  const unread = () => {
    const { sync, marks } = client.store.getState()
    const first = firstUnread(sync, marks, id)
    const news = roomOf(sync, id)?.messages.filter(({ seq }) => first !== null && seq >= first) ?? []
    // What somebody wrote themselves, elsewhere, is no news to them.
    return news.length > 0 && news.every(({ sender }) => sender === me.id) ? null : first
  }
  const [decided, setDecided] = useState(() => ({
    linked,
    target: decide(knowsReads ? unread() : null),
    knowsReads,
    at: performance.now(),
  }))

  if (decided.linked !== linked) {
    // An address that names no message any more changes nothing: its reader has moved on.
    const next = { ...decided, linked, target: linked === null ? decided.target : decide(null) }
    setDecided(next)
    return next.target
  }
  if (caughtUp && !decided.knowsReads) {
    const news = performance.now() - decided.at < SETTLED_MS ? unread() : null
    const next = { ...decided, knowsReads: true, target: news === null ? decided.target : decide(news) }
    setDecided(next)
    return next.target
  }
  return decided.target
}
