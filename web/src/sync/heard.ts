import type { LogName } from './logs'
import type { ClientStore } from './store'

/** An answer can be here before the frame with what it is about. No longer than this is waited for the frame. */
const PATIENCE_MS = 2_000

/** Until the log has told of a place, so that a view can go from the old straight to the new. */
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
