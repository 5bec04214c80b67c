import type { Api } from './api'
import { heard } from './heard'
import { logAt, placeNamed, type Place } from './places'
import type { ClientStore } from './store'

/**
 * A deletion of one's own: it is under way, can be undone, is being undone, or was refused. Of a refusal, `what` says
 * which of the two it was.
 */
export type Erasure =
  | { readonly phase: 'erasing' | 'erased' | 'restoring' }
  | { readonly phase: 'refused'; readonly what: 'erase' | 'restore'; readonly why: string }

/** By message. */
export type Erasures = Readonly<Record<string, Erasure>>

export interface Erasing {
  erase(place: Place, seq: number): Promise<void>
  restore(place: Place, seq: number): Promise<void>
}

export const erasureKey = (place: Place, seq: number) => `${place}:${seq}`

/** Deletes messages at once, and offers to undo that for as long as the server allows. */
export function createErasing(api: Pick<Api, 'call'>, store: ClientStore): Erasing {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function put(key: string, erasure: Erasure | null): void {
    clearTimeout(timers.get(key))
    timers.delete(key)
    store.setState(({ erasures: { [key]: _before, ...others } }) => ({
      erasures: erasure === null ? others : { ...others, [key]: erasure },
    }))
  }

  const isUnderWay = (key: string) =>
    ['erasing', 'restoring'].includes(store.getState().erasures[key]?.phase ?? '')

  async function act(what: 'erase' | 'restore', place: Place, seq: number): Promise<void> {
    const key = erasureKey(place, seq)
    if (isUnderWay(key)) return
    put(key, { phase: what === 'erase' ? 'erasing' : 'restoring' })
    try {
      const answer = await api.call(`message.${what}`, { ...placeNamed(place), seq })
      // Until its frame is there, the message would be seen as it was before.
      await heard(store, logAt(store.getState().sync, place), answer.rev)
      const undoMs = 'undo_ms' in answer ? answer.undo_ms : 0
      put(key, undoMs > 0 ? { phase: 'erased' } : null)
      if (undoMs > 0) timers.set(key, setTimeout(put, undoMs, key, null))
    } catch (error) {
      put(key, { phase: 'refused', what, why: error instanceof Error ? error.message : String(error) })
    }
  }

  return {
    erase: (place, seq) => act('erase', place, seq),
    restore: (place, seq) => act('restore', place, seq),
  }
}
