import type { Api } from './api'
import { applyOwn } from './answers'
import { placeNamed, type Place } from './places'
import { keyOf } from './reactions'
import type { ClientStore } from './store'

export type React = (place: Place, seq: number, emoji: string, isThere: boolean) => Promise<void>

/**
 * Adds and removes reactions. The last click counts and shows at once. Each reaction has one request under way at a time,
 * so that two quick clicks cannot overtake each other.
 */
export function createReacting(api: Pick<Api, 'call'>, store: ClientStore): React {
  const underWay = new Map<string, Promise<void>>()

  async function settle(place: Place, seq: number, emoji: string): Promise<void> {
    const key = keyOf(place, seq, emoji)
    const wish = () => store.getState().wishes[key]
    try {
      for (let asked: boolean | undefined; asked !== wish();) {
        asked = wish()
        const verb = asked ? 'message.react' : 'message.unreact'
        const own = await api.call(verb, { ...placeNamed(place), seq, emoji })
        store.setState(({ sync }) => ({ sync: applyOwn(sync, own) }))
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      store.setState({ refusedReaction: { place, seq, why } })
    } finally {
      underWay.delete(key)
      store.setState(({ wishes: { [key]: _settled, ...others } }) => ({ wishes: others }))
    }
  }

  return (place, seq, emoji, isThere) => {
    const key = keyOf(place, seq, emoji)
    store.setState(({ wishes }) => ({ wishes: { ...wishes, [key]: isThere }, refusedReaction: null }))
    const running = underWay.get(key) ?? settle(place, seq, emoji)
    underWay.set(key, running)
    return running
  }
}
