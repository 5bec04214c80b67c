import type { LogName } from './logs'
import type { ClientStore } from './store'

/** Wait no longer than this for the frame that belongs to an answer. */
const PATIENCE_MS = 2_000

/** Resolves when the log's cursor reaches a place, so that a view goes from the old text straight to the new one. */
export function heard(store: ClientStore, log: LogName, rev: number): Promise<void> {
  const isTold = () => (store.getState().sync.logs[log]?.cursor ?? 0) >= rev
  return new Promise((resolve) => {
    if (isTold()) return resolve()
    const done = () => {
      clearTimeout(timer)
      stop()
      resolve()
    }
    const timer = setTimeout(done, PATIENCE_MS)
    const stop = store.subscribe(() => {
      if (isTold()) done()
    })
  })
}
