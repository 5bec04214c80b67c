import type { Api } from './api'
import { applyOwn } from './answers'
import { keyOf } from './reactions'
import type { ClientStore } from './store'

export type React = (room: string, seq: number, emoji: string, isThere: boolean) => Promise<void>

/**
 * Adds and removes reactions. The last click counts and shows at once. Each reaction has one request under way at a time,
 * so that two quick clicks cannot overtake each other.
 */
export function createReacting(api: Pick<Api, 'call'>, store: ClientStore): React {
  const underWay = new Map<string, Promise<void>>()

  async function settle(room: string, seq: number, emoji: string): Promise<void> {
    const key = keyOf(room, seq, emoji)
    const wish = () => store.getState().wishes[key]
    try {
      for (let asked: boolean | undefined; asked !== wish();) {
        asked = wish()
        const verb = asked ? 'message.react' : 'message.unreact'
        const own = await api.call(verb, { room, seq, emoji })
        store.setState(({ sync }) => ({ sync: applyOwn(sync, own) }))
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      store.setState({ refusedReaction: { room, seq, why } })
    } finally {
      underWay.delete(key)
      store.setState(({ wishes: { [key]: _settled, ...others } }) => ({ wishes: others }))
    }
  }

  return (room, seq, emoji, isThere) => {
    const key = keyOf(room, seq, emoji)
    store.setState(({ wishes }) => ({ wishes: { ...wishes, [key]: isThere }, refusedReaction: null }))
    const running = underWay.get(key) ?? settle(room, seq, emoji)
    underWay.set(key, running)
    return running
  }
}
