import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Updates } from '../../pwa/updates'

export const UpdatesContext = createContext<Updates | null>(null)

export function useUpdates(): Updates {
  const updates = useContext(UpdatesContext)
  if (!updates) throw new Error('outside of the page')
  return updates
}

/** Whether there is a newer build of the client than the one that this page runs. */
export function useIsReady(): boolean {
  const updates = useUpdates()
  return useSyncExternalStore(updates.onReady, updates.isReady)
}
