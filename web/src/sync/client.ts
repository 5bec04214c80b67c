import { language } from '../language/languages'
import type { ListReactions, Me, ReactionPage, Sent, ServerFrame, Thing } from '../protocol.gen'
import type { Api } from './api'
import { isSignedOut } from './api'
import { applyOwn } from './answers'
import type { Arranging } from './arranging'
import { withOwnThings, withReader, withSelf, withThread } from './apply'
import { createEditing, type Editing } from './editing'
import { createErasing } from './erasing'
import { Feed } from './feed'
import type { Forwarding } from './forwarding'
import type { Grouping } from './grouping'
import { newClientId } from './ids'
import { createMembering, type Membering } from './membering'
import { createNoteKeeper } from './notes'
import { createMuting, followEnds, type Muting } from './muting'
import { once } from './once'
import { Outbox, type OutboxNews } from './outbox'
import { createPages, type Pages } from './pages'
import { logAt, placeNamed, threadPlace, type Place } from './places'
import type { Ordering } from './ordering'
import type { Pointing } from './pointing'
import type { Polling } from './polling'
import { createReacting, type React } from './reacting'
import { Reader } from './reader'
import { createRooming, type Rooming } from './rooming'
import type { Shelf } from './shelf'
import { createSignals, type Signalling } from './signals'
import { Socket } from './socket'
import type { SyncState } from './state'
import { createClientStore, type ClientStore } from './store'
import type { Threads } from './threads'
import { createWriting, type Writable } from './writing'

export interface ClientDeps {
  api: Api
  shelf: Shelf
  person: string
  openSocket: () => WebSocket
  /** What this browser has kept since the last visit. */
  known: SyncState
  isSeen: () => boolean
  /** Undefined outside secure contexts; every tab then sends, which `client_id` makes harmless. */
  locks: LockManager | undefined
  channel: BroadcastChannel
}

/** Everything that views may ask for. What they read is in `store`. */
export interface Client extends Editing, Muting, Rooming, Writable {
  readonly store: ClientStore
  readonly pages: Pages
  readonly signals: Signalling
  readonly members: Membering
  /** Loaded when it is first wanted. */
  pointing(): Promise<Pointing>
  ordering(): Promise<Ordering>
  arranging(): Promise<Arranging>
  polling(): Promise<Polling>
  forwarding(): Promise<Forwarding>
  grouping(): Promise<Grouping>
  threads(): Promise<Threads>
  /** The place of the thread that somebody looks at. */
  watchThread(place: Place | null): void
  start(): Promise<void>
  /** Tells of every frame, for lists that reach further than what is loaded. Returns what ends that. */
  listen(hear: (frame: ServerFrame) => void): () => void
  stop(): void
  retryConnection(): void
  networkLost(): void
  /** Somebody is at this page: a connection that is lost is tried again at once. */
  attend(): void
  /** `also`: what is said in a thread is said in its room as well. */
  send(place: Place, body: string, also?: boolean): void
  retry(client_id: string): void
  takeBack(client_id: string): Promise<string | null>
  /** Whether the room's reader is further up than its end: messages that they may come back to are then kept. */
  keepPlace(room: string, isUp: boolean): void
  markRead(room: string, seq: number): void
  markUnread(room: string, seq: number): void
  react: React
  whoReacted(command: ListReactions): Promise<ReactionPage>
  eraseMessage(place: Place, seq: number): Promise<void>
  restoreMessage(place: Place, seq: number): Promise<void>
  /** Takes in a thing of one's own log that an answer brings. */
  takeOwn(thing: Thing): void
  /** Takes in an answer about oneself. */
  take(me: Me): void
}

export function createClient(deps: ClientDeps): Client {
  const { api, shelf, channel } = deps
  const store = createClientStore(deps.known)
  const stopped = new AbortController()
  const erasing = createErasing(api, store)
  let watched: Place | null = null
  const listeners = new Set<(frame: ServerFrame) => void>()

  const feed = new Feed({
    read: () => store.getState().sync,
    write: (sync) => store.setState({ sync }),
    told(frame, before) {
      signals.told(frame, before)
      for (const hear of listeners) hear(frame)
    },
    sync: (request) => api.call('sync.get', request),
  })

  const socket = new Socket({
    open: deps.openSocket,
    hello: () => ({ ...feed.hello(), language }),
    renew: () =>
      api.call('me.get', {}).then(
        () => true,
        (error: unknown) => {
          if (isSignedOut(error)) return false
          throw error
        },
      ),
    onFrame,
    onState: (connection) => {
      store.setState({ connection })
      if (connection.phase !== 'live') return signals.lost()
      outbox.wake()
      reader.wake()
      signals.wake()
      writing.wake()
    },
    isSeen: deps.isSeen,
    now: () => performance.now(),
    random: Math.random,
  })

  const signals = createSignals({
    store,
    send: (verb, command) => socket.send(verb, command),
    live: () => socket.live,
    now: () => performance.now(),
  })

  const outbox = new Outbox({
    shelf,
    async send(command) {
      const place = threadPlace(command.room, command.thread ?? 0)
      return landed(place, await socket.send('message.send', command))
    },
    live: () => socket.live,
    publish: (items) => store.setState({ outbox: items }),
    tell: (news) => channel.postMessage(news),
    now: () => new Date(),
    random: Math.random,
  })

  const reader = new Reader({
    read: () => store.getState(),
    write: (marks) => store.setState({ marks }),
    keep: createNoteKeeper(shelf, 'marks', stopped.signal),
    sendMark: (command) => socket.send('read.mark', command),
    sendUnread: (command) => socket.send('read.unread', command),
    take: (position) => store.setState(({ sync }) => ({ sync: applyOwn(sync, position) })),
    live: () => socket.live,
  })

  const writing = createWriting({
    store,
    shelf,
    api,
    put: (command) => socket.send('draft.put', command),
    live: () => socket.live,
    stopped: stopped.signal,
  })

  function onFrame(frame: ServerFrame): void {
    if (frame.type === 'signal') return signals.take(frame)
    const { epoch } = store.getState().sync
    feed.take(frame)
    if (frame.type === 'welcome' && epoch !== null && epoch !== frame.epoch) outbox.sendAgain()
  }

  /** The first reply opens a thread. While it is looked at, its log is there before the room tells of it. */
  function landed(place: Place, sent: Sent): Sent {
    const { log } = sent
    if (!log) reader.sent(sent)
    else if (watched === place) store.setState(({ sync }) => ({ sync: withThread(sync, place, log) }))
    return sent
  }

  async function leadWhenAlone(): Promise<void> {
    if (!deps.locks) return outbox.lead()
    const untilStopped = () =>
      new Promise<void>((resolve) => {
        stopped.signal.addEventListener('abort', () => resolve())
        void outbox.lead()
      })
    await deps.locks.request(`parley.outbox.${deps.person}`, { signal: stopped.signal }, untilStopped)
  }

  return {
    store,
    pages: createPages(api, store, feed),
    signals,
    members: createMembering(api, store),
    threads: once(() => import('./threads').then(({ createThreads }) => createThreads(api, store, feed))),
    watchThread: (place) => {
      watched = place
    },
    arranging: once(() => import('./arranging').then(({ createArranging }) => createArranging(api))),
    ordering: once(() => import('./ordering').then(({ createOrdering }) => createOrdering(api, store))),
    polling: once(() => import('./polling').then(({ createPolling }) => createPolling(api, store, landed))),
    forwarding: once(() =>
      import('./forwarding').then(({ createForwarding }) => createForwarding(api, landed, Date.now)),
    ),
    grouping: once(() => import('./grouping').then(({ createGrouping }) => createGrouping(api, Date.now))),
    pointing: () => import('./pointing').then(({ createPointing }) => createPointing(api, store)),
    listen(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    async start() {
      channel.onmessage = (event: MessageEvent<OutboxNews>) => outbox.hear(event.data)
      store.subscribe(({ sync }, before) => {
        if (sync.logs === before.sync.logs) return
        outbox.settle((place) => sync.logs[logAt(sync, place)]?.cursor)
        signals.changed(before.sync)
      })
      const [marks] = await Promise.all([shelf.notes('marks'), outbox.load(), writing.begin()] as const)
      store.setState({ marks })
      stopped.signal.addEventListener('abort', followEnds(store))
      socket.start()
      signals.start()
      leadWhenAlone().catch((error: unknown) => {
        if (!stopped.signal.aborted) throw error
      })
    },
    stop() {
      stopped.abort()
      socket.stop()
      signals.stop()
      feed.clear()
      channel.close()
    },
    retryConnection: () => socket.retryNow(),
    networkLost: () => socket.networkLost(),
    attend: () => socket.attend(),
    send(place, body, also = false) {
      const client_id = newClientId()
      void outbox.add(place, client_id, body, writing.take(place), also)
      const { room, thread } = placeNamed(place)
      if (thread === undefined) signals.sent(room)
      store.setState({ lastSent: { room: place, client_id } })
    },
    retry: (client_id) => void outbox.retry(client_id),
    async takeBack(client_id) {
      const item = await outbox.remove(client_id)
      if (item?.reply) writing.replyTo(item.room, item.reply)
      return item?.body ?? null
    },
    writeDraft: writing.writeDraft,
    replyTo: writing.replyTo,
    isDraftKnown: writing.isDraftKnown,
    flushDrafts: writing.flushDrafts,
    keepPlace: (room, isUp) => store.setState(({ sync }) => ({ sync: withReader(sync, room, isUp) })),
    markRead: (room, seq) => reader.mark(room, seq),
    markUnread: (room, seq) => reader.markUnread(room, seq),
    ...createEditing(api, store),
    ...createMuting(api),
    react: createReacting(api, store),
    whoReacted: ({ room: place, ...command }) =>
      api.call('reaction.list', { ...command, ...placeNamed(place) }),
    eraseMessage: erasing.erase,
    restoreMessage: erasing.restore,
    ...createRooming(api, store),
    takeOwn: (thing) => store.setState(({ sync }) => ({ sync: withOwnThings(sync, [thing]) })),
    take: (me) => store.setState(({ sync }) => ({ sync: withSelf(sync, me) })),
  }
}
