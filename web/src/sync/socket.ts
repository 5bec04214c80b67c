import { t } from '../language/t'
import type { Drain, Hello, Ok, Refused, ServerFrame, Verbs } from '../protocol.gen'
import { backoff, LONGEST_WAIT_HIDDEN_MS, LONGEST_WAIT_SEEN_MS, type ConnectionState } from './connection'
import { Refusal, Unreachable } from './errors'

export const SUBPROTOCOL = 'parley.v2'
/** The server beats every 25 s. */
const DEAD_AFTER_MS = 60_000
const WELCOME_WITHIN_MS = 15_000
const ANSWER_WITHIN_MS = 20_000
const AFTER_TOO_SLOW_MS = 250
/** Longer without a beat than this, a page that somebody returns to may have been asleep: its socket is not trusted. */
const QUIET_MS = 40_000
/** A server that is down is not asked with every key that somebody presses. */
const BETWEEN_SIGNS_MS = 1_000

/** `WebSocket.OPEN`. */
const OPEN = 1
const NOT_SIGNED_IN = 4401
const TOO_SLOW = 4408
const OUTDATED = 4426

type SocketVerb = { [V in keyof Verbs]: 'ws' extends Verbs[V]['doors'] ? V : never }[keyof Verbs]
type Timer = ReturnType<typeof setTimeout>
type Pending = { resolve: (result: unknown) => void; reject: (error: Error) => void; timer: Timer }

export interface SocketDeps {
  open: () => WebSocket
  hello: () => Omit<Hello, 'type'>
  /** Makes sure over HTTP that there is a session. False: there is none any more. Throws if the server is not reached. */
  renew: () => Promise<boolean>
  onFrame: (frame: ServerFrame) => void
  onState: (state: ConnectionState) => void
  /** Whether the page is in front. */
  isSeen: () => boolean
  now: () => number
  random: () => number
}

/** One socket at a time, kept alive from `start` to `stop`. */
export class Socket {
  private socket: WebSocket | null = null
  private state: ConnectionState = { phase: 'stopped' }
  private attempt = 0
  private lostAt: number | null = null
  private heardAt = 0
  private triedAt = 0
  /** Until then the server wants no try: it is full, or spreads its clients' return. */
  private refusedUntil = 0
  private drainFor: number | null = null
  /** What a refusal of the whole socket said, in ms. */
  private toldToWait = 0
  private timer: Timer | undefined
  private watchdog: Timer | undefined
  private nextRef = 1
  private readonly pending = new Map<number, Pending>()

  constructor(private readonly deps: SocketDeps) {}

  start(): void {
    if (this.state.phase === 'stopped') this.connect()
  }

  stop(): void {
    this.become({ phase: 'stopped' })
    this.drop()
  }

  /** Something suggests that a try now may work: the network is back, or a button was pressed. */
  retryNow(): void {
    if (this.state.phase === 'waiting') this.connect()
  }

  /** Somebody is here: they came back to the page, or write. */
  attend(): void {
    const now = this.deps.now()
    if (this.live && now - this.heardAt > QUIET_MS) {
      this.drop()
      this.connect()
    } else if (now >= Math.max(this.triedAt + BETWEEN_SIGNS_MS, this.refusedUntil)) {
      this.retryNow()
    }
  }

  /** The network is gone: the socket may not notice for a long time. */
  networkLost(): void {
    if (this.socket && this.state.phase !== 'stopped') {
      this.drop()
      this.wait(this.backedOff())
    }
  }

  get live(): boolean {
    return this.state.phase === 'live'
  }

  send<V extends SocketVerb>(verb: V, command: Verbs[V]['command']): Promise<Verbs[V]['result']> {
    // A socket that has begun to close takes nothing more, some time before it says that it is closed.
    if (!this.live || this.socket?.readyState !== OPEN)
      return Promise.reject(new Unreachable(t('Not connected.')))
    const ref = this.nextRef++
    this.socket.send(JSON.stringify({ ...command, type: verb, ref }))
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.pending.delete(ref)
        reject(new Unreachable(t('The server did not answer in time.')))
      }, ANSWER_WITHIN_MS)
      this.pending.set(ref, { resolve: resolve as (result: unknown) => void, reject, timer })
    })
  }

  private connect(): void {
    clearTimeout(this.timer)
    this.drainFor = null
    this.toldToWait = 0
    this.become({ phase: 'connecting', since: this.lostAt })
    const socket = this.deps.open()
    this.socket = socket
    this.heardAt = this.triedAt = this.deps.now()
    this.watch()
    let opened = false
    socket.onopen = () => {
      opened = true
      socket.send(JSON.stringify({ type: 'hello', ...this.deps.hello() }))
    }
    socket.onmessage = (event: MessageEvent<string>) => {
      if (this.socket === socket) this.hear(JSON.parse(event.data) as ServerFrame)
    }
    socket.onclose = (event) => {
      if (this.socket === socket) void this.lost(opened, event.code)
    }
  }

  private hear(frame: ServerFrame): void {
    this.heardAt = this.deps.now()
    switch (frame.type) {
      case 'ok':
      case 'error':
        return this.answer(frame)
      case 'drain':
        return this.drain(frame)
      case 'beat':
        if (this.socket?.readyState === OPEN) this.socket.send('{"type":"beat"}')
    }
    this.deps.onFrame(frame)
    if (frame.type === 'welcome') {
      this.attempt = 0
      this.lostAt = null
      this.become({ phase: 'live' })
    }
  }

  private answer(frame: Ok | Refused): void {
    if (frame.type === 'error' && frame.ref == null) this.toldToWait = frame.retry_after_ms ?? 0
    const pending = frame.ref == null ? undefined : this.pending.get(frame.ref)
    if (frame.ref == null || !pending) return
    this.pending.delete(frame.ref)
    clearTimeout(pending.timer)
    if (frame.type === 'ok') pending.resolve(frame.result)
    else pending.reject(new Refusal(frame))
  }

  /** The server stops soon, and spreads its clients' return: keep to the time given. */
  private drain(frame: Drain): void {
    this.drainFor = frame.reconnect_after_ms
    this.timer = setTimeout(() => {
      this.drop()
      this.connect()
    }, frame.reconnect_after_ms)
  }

  private async lost(opened: boolean, code: number): Promise<void> {
    this.drop()
    const draining = this.drainFor
    this.drainFor = null
    if (draining !== null) return this.wait(draining, { isAsked: true })
    if (code === OUTDATED) return this.become({ phase: 'outdated' })
    if (code === TOO_SLOW) return this.wait(this.deps.random() * AFTER_TOO_SLOW_MS)
    // A browser does not tell why a socket failed to open: it may be the session.
    if (code === NOT_SIGNED_IN || !opened) {
      this.become({ phase: 'connecting', since: this.markLost() })
      const signedIn = await this.deps.renew().catch(() => true)
      if (this.state.phase !== 'connecting' || this.socket) return
      if (!signedIn) return this.stop()
    }
    this.wait(this.toldToWait + this.backedOff(), { isAsked: this.toldToWait > 0 })
  }

  private backedOff(): number {
    const longest = this.deps.isSeen() ? LONGEST_WAIT_SEEN_MS : LONGEST_WAIT_HIDDEN_MS
    return backoff(this.attempt++, this.deps.random, longest)
  }

  /** `isAsked`: the server has asked for the wait, and nobody's coming shortens it. */
  private wait(delay: number, { isAsked = false } = {}): void {
    clearTimeout(this.timer)
    const retryAt = this.deps.now() + delay
    if (isAsked) this.refusedUntil = retryAt
    this.become({ phase: 'waiting', since: this.markLost(), retryAt })
    this.timer = setTimeout(() => this.connect(), delay)
  }

  private markLost(): number {
    this.lostAt ??= this.deps.now()
    return this.lostAt
  }

  /** Lets the present socket go without waiting for it, and tells everybody who waits for an answer. */
  private drop(): void {
    clearTimeout(this.timer)
    clearTimeout(this.watchdog)
    const socket = this.socket
    this.socket = null
    socket?.close()
    for (const { reject, timer } of this.pending.values()) {
      clearTimeout(timer)
      reject(new Unreachable(t('The connection was lost.')))
    }
    this.pending.clear()
  }

  private watch(): void {
    clearTimeout(this.watchdog)
    const patience = this.live ? DEAD_AFTER_MS : WELCOME_WITHIN_MS
    const quiet = this.deps.now() - this.heardAt
    if (quiet < patience) this.watchdog = setTimeout(() => this.watch(), patience - quiet)
    else void this.lost(true, 0)
  }

  private become(state: ConnectionState): void {
    this.state = state
    this.deps.onState(state)
  }
}
