import { newsCount } from '../sync/mentions'
import type { ClientStore } from '../sync/store'

/** Reading through a room changes the number of what is unread in it with every line. */
const PAUSE_MS = 250

export interface Badge {
  /** Zero takes it away. */
  show(count: number): void
}

/** Keeps the number on the app's icon. Returns what takes it away. */
export function followUnread(store: ClientStore, badge: Badge): () => void {
  let shown = -1
  let timer: ReturnType<typeof setTimeout> | undefined
  const update = () => {
    timer = undefined
    // What the badge says from the last visit is more than nothing.
    if (store.getState().sync.epoch === null) return
    const count = newsCount(store.getState())
    if (count !== shown) badge.show((shown = count))
  }
  const unsubscribe = store.subscribe((now, before) => {
    const isSame = now.sync === before.sync && now.marks === before.marks && now.now === before.now
    if (!isSame) timer ??= setTimeout(update, PAUSE_MS)
  })
  update()
  return () => {
    unsubscribe()
    clearTimeout(timer)
    badge.show(0)
  }
}

/** The badge of an installed app, where there is such a thing. */
export function appBadge(of: Navigator): Badge {
  if (!('setAppBadge' in of)) return { show: () => {} }
  return {
    // Refused where the app is not installed.
    show: (count) => void (count > 0 ? of.setAppBadge(count) : of.clearAppBadge()).catch(() => undefined),
  }
}
