import type { Draft } from '../../protocol.gen'
import { draftsByPlace } from '../../sync/drafts'
import { roomLog } from '../../sync/logs'
import { placeNamed, type Place } from '../../sync/places'
import type { ClientState } from '../../sync/store'

type Seen = Pick<ClientState, 'sync' | 'drafts'>

export interface DraftPlace {
  readonly place: Place
  readonly room: string
  readonly thread: number | undefined
  readonly text: string
}

/** Where something is written and not sent, in the rooms that one is in. */
export function draftPlaces({ sync, drafts }: Seen): DraftPlace[] {
  return Object.entries(drafts).flatMap(([place, text]) => {
    const { room, thread } = placeNamed(place)
    return text.trim() !== '' && sync.logs[roomLog(room)] ? [{ place, room, thread, text }] : []
  })
}

/** The same, the last changed first, each with what the server has of it. What it has nothing of is the newest. */
export function draftsInOrder(state: Seen): (DraftPlace & { readonly draft: Draft | null })[] {
  const there = draftsByPlace(state.sync)
  const found = draftPlaces(state).map((one) => {
    const draft = there.get(one.place)
    return { ...one, draft: draft && draft.until == null ? draft : null }
  })
  return found.toSorted((a, b) => (b.draft?.rev ?? Infinity) - (a.draft?.rev ?? Infinity) || 0)
}
