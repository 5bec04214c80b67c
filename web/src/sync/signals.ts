import type { Verbs } from '../protocol.gen'
import { Attention } from './attention'
import { createHearing, type Hearing } from './hearing'
import { roomIn } from './logs'
import type { SyncState } from './state'
import type { ClientStore } from './store'
import { Typist } from './typist'
import { Watcher } from './watcher'

/** What views tell of the person at this page. */
export interface Signalling {
  /** The composer's text has changed under their hands. */
  typed(room: string, text: string): void
  /** They write no more: they look elsewhere. */
  paused(room: string): void
  /** An input, or the page came to the front. */
  attend(): void
  /** Watches who is there of the people of a room. Returns what ends it. */
  watch(room: string): () => void
}

/** What the client tells of the connection, and of what it hears. */
export interface Signals extends Signalling, Omit<Hearing, 'connected'> {
  start(): void
  /** The connection is there (again). */
  wake(): void
  sent(room: string): void
  changed(before: SyncState): void
}

type SignalVerb = 'typing.set' | 'presence.set' | 'presence.watch'
type Send = <V extends SignalVerb>(verb: V, command: Verbs[V]['command']) => Promise<Verbs[V]['result']>

export interface SignalsDeps {
  store: ClientStore
  send: Send
  live: () => boolean
  now: () => number
}

/** Everything that is true only now: it is sent once, shown for a while, and never replayed. */
export function createSignals({ store, send, live, now }: SignalsDeps): Signals {
  /** What is true only now is said once: whether it arrived is nobody's business. */
  const mention = (sent: Promise<unknown>) => void sent.catch(() => undefined)
  const typist = new Typist({
    say: (room, is_typing) => mention(send('typing.set', { room, is_typing })),
    live,
    isSending: (room) =>
      store.getState().outbox.some((item) => item.room === room && !item.sent && !item.failed),
    now,
  })
  const hearing = createHearing({ store, now, isCounted: (log) => typist.isCounted(roomIn(log)) })
  const attention = new Attention({ say: (state) => mention(send('presence.set', { state })), live, now })
  const watcher = new Watcher({
    read: () => store.getState().sync,
    write: (presences) => store.setState({ presences }),
    watch: (room, people) => send('presence.watch', { room, people }),
    live,
  })

  return {
    typed: (room, text) => typist.typed(room, text),
    paused: (room) => typist.paused(room),
    sent: (room) => typist.sent(room),
    attend: () => attention.sign(),
    watch: (room) => watcher.open(room),
    changed: (before) => watcher.changed(before),
    take: (signal) => hearing.take(signal),
    told: (frame, before) => hearing.told(frame, before),
    lost: () => hearing.lost(),
    start: () => attention.start(),
    wake() {
      hearing.connected()
      attention.welcomed()
      watcher.welcomed()
    },
    stop() {
      attention.stop()
      watcher.stop()
      hearing.stop()
    },
  }
}
