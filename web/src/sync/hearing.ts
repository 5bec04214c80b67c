import type { ServerFrame, Signal } from '../protocol.gen'
import { UNNOTICED_MS } from './connection'
import { withEmojiSignal } from './emoji'
import type { LogName } from './logs'
import { ALL_UNKNOWN, withPresenceSignal } from './presence'
import { withSeenSignal } from './receipts'
import type { SyncState } from './state'
import type { ClientStore } from './store'
import {
  nextForgotten,
  NOBODY_TYPES,
  typingAfter,
  withoutForgotten,
  withTypingSignal,
  type Typing,
} from './typing'

function withServerName(sync: SyncState, { name }: Signal): SyncState {
  return name && sync.settings ? { ...sync, settings: { ...sync.settings, name } } : sync
}

/** What signals have told, kept beside the replayed state and forgotten by itself. */
export interface Hearing {
  take(signal: Signal): void
  /** A frame was taken in. `before` is the state that it came into. */
  told(frame: ServerFrame, before: SyncState): void
  connected(): void
  lost(): void
  stop(): void
}

export interface HearingDeps {
  store: ClientStore
  now: () => number
  /** Whether the typists that the server counts in a log include oneself. */
  isCounted: (log: LogName) => boolean
}

export function createHearing({ store, now, isCounted }: HearingDeps): Hearing {
  let forgetting: ReturnType<typeof setTimeout> | undefined
  let fading: ReturnType<typeof setTimeout> | undefined

  /** Every frame comes by here, and few of them end anybody's typing. */
  function show(typing: Typing): void {
    if (typing !== store.getState().typing) store.setState({ typing })
  }

  function forget(): void {
    show(withoutForgotten(store.getState().typing, now()))
    clearTimeout(forgetting)
    const next = nextForgotten(store.getState().typing)
    if (next !== null) forgetting = setTimeout(forget, next - now())
  }

  return {
    take(signal) {
      const { typing, presences, sync } = store.getState()
      if (signal.kind === 'presence') {
        store.setState({ presences: withPresenceSignal(presences, signal) })
      } else if (signal.kind === 'typing') {
        const { count, log } = signal
        const others = count && isCounted(log) ? { ...signal, count: count - 1 } : signal
        show(withTypingSignal(typing, others, sync, now()))
        forget()
      } else if (signal.kind === 'seen') {
        store.setState(({ receipts }) => ({ receipts: withSeenSignal(receipts, signal) }))
      } else if (signal.kind === 'reports') {
        store.setState(({ reportChanges }) => ({ reportChanges: reportChanges + 1 }))
      } else if (signal.kind === 'emoji') {
        store.setState(({ sync }) => ({ sync: withEmojiSignal(sync, signal) }))
      } else if (signal.kind === 'server_name') {
        store.setState(({ sync }) => ({ sync: withServerName(sync, signal) }))
      }
    },
    told(frame, before) {
      show(typingAfter(store.getState().typing, frame, before))
    },
    connected() {
      clearTimeout(fading)
      fading = undefined
    },
    // A short loss changes nothing, or every dot would blink whenever a train enters a tunnel. After that an old "online"
    // would be a guess that looks like a fact, and a grey dot would look like "offline": what is not known is not shown.
    lost() {
      show(NOBODY_TYPES)
      fading ??= setTimeout(() => store.setState({ presences: ALL_UNKNOWN }), UNNOTICED_MS)
    },
    stop() {
      clearTimeout(forgetting)
      clearTimeout(fading)
    },
  }
}
