import { useCallback } from 'react'
import { useSession } from '../session/context'
import type { PageAsked } from './readPages'
import { useQueue } from './useQueue'

/** What filters hold in a room, or on the whole server. */
export function useHeld(room: string | null) {
  const { api } = useSession()
  const ask = useCallback(
    async (page: PageAsked) => {
      const { held, people, more } = await api.call('held.list', { ...(room !== null && { room }), ...page })
      return { items: held, people, more }
    },
    [api, room],
  )
  const queue = useQueue(ask)
  return {
    ...queue,
    letThrough: (held: string) => queue.finish(held, () => api.call('held.let_through', { held })),
    drop: (held: string) => queue.finish(held, () => api.call('held.drop', { held })),
  }
}
