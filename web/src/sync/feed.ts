import type { Changes, Frames, GetSync, Hello, ServerFrame } from '../protocol.gen'
import { applyAnswer, isStale, type Answer } from './answers'
import { apply, isHole, logsBehind } from './apply'
import { personLog, roomIn, SERVER_LOG, type LogName } from './logs'
import { membershipOf, type SyncState } from './state'

/** How long a frame waits for one that it may have overtaken. */
const REORDER_MS = 20
const ASK_AGAIN_MS = 1_000
/** `hello` names this many logs at most; the rest are found behind by their heads, and asked for. */
const CURSOR_LIMIT = 500
/** Behind more than this nothing was just overtaken: what is missing is read, and these with it. */
const HELD_LIMIT = 1_000

/** What is heard of a log while an answer about it is under way. */
export interface Meanwhile {
  readonly log: LogName
  readonly frames: Changes[]
  /** What was known of the log has been dropped: the answer may be older than that. */
  isVoid: boolean
}

export interface FeedDeps {
  read: () => SyncState
  write: (state: SyncState) => void
  /** Each frame once it is taken in, or waits for one before it. `before` is the state that it came into. */
  told: (frame: ServerFrame, before: SyncState) => void
  sync: (request: GetSync) => Promise<Frames>
}

/** Takes frames into the state in the right order, and asks for what is missing between them. */
export class Feed {
  private held: Changes[] = []
  private readonly checks = new Map<LogName, ReturnType<typeof setTimeout>>()
  private readonly underWay = new Set<Meanwhile>()
  private greeted: ReadonlySet<string> = new Set()
  /** The logs to ask about whether they are known to be behind or not. */
  private readonly unsure = new Set<LogName>()

  constructor(private readonly deps: FeedDeps) {}

  /** Where this client is. A new connection brings all that follows: what waited for the old one is done with. */
  hello(): Omit<Hello, 'type'> {
    this.clear()
    const { epoch, logs } = this.deps.read()
    const always = this.always()
    const others = Object.keys(logs).filter((log) => logs[log]?.cursor !== null && !always.includes(log))
    const named = [...always, ...others.slice(always.length - CURSOR_LIMIT)]
    this.greeted = new Set(named)
    return epoch === null ? {} : { epoch, cursors: this.cursorsOf(named) }
  }

  take(frame: ServerFrame): void {
    if (frame.type === 'changes' && isHole(this.deps.read(), frame)) {
      if (this.held.length >= HELD_LIMIT) this.held = []
      this.held.push(frame)
      this.checkSoon(frame.log, REORDER_MS)
    }
    this.tell(frame)
    this.release()
    this.lookAtThreads(frame)
    if (frame.type !== 'beat' && frame.type !== 'welcome') return
    for (const log of logsBehind(this.deps.read())) {
      // After a welcome, the logs that `hello` named follow by themselves.
      if (frame.type === 'beat' || !this.greeted.has(log)) this.checkSoon(log, REORDER_MS)
    }
  }

  /** Takes an answer into the state with what is heard from now until then. False: it has to be asked for again. */
  async takeAnswer(log: LogName, ask: () => Promise<Answer>): Promise<boolean> {
    // Who left meanwhile and came back may not read all that they might before.
    const stay = () => membershipOf(this.deps.read(), roomIn(log))?.since
    const stayWhenAsked = stay()
    const meanwhile: Meanwhile = { log, frames: [], isVoid: false }
    this.underWay.add(meanwhile)
    try {
      const answer = await ask()
      const state = this.deps.read()
      if (meanwhile.isVoid || stay() !== stayWhenAsked || isStale(state, answer, meanwhile.frames))
        return false
      this.deps.write(applyAnswer(state, answer, meanwhile.frames))
    } finally {
      this.underWay.delete(meanwhile)
    }
    this.release()
    if (this.isBehind(log)) this.checkSoon(log, REORDER_MS)
    return true
  }

  clear(): void {
    this.unsure.clear()
    this.held = []
    for (const timer of this.checks.values()) clearTimeout(timer)
    this.checks.clear()
  }

  private tell(frame: ServerFrame): void {
    const before = this.deps.read()
    const isHeld = frame.type === 'changes' && isHole(before, frame)
    const after = apply(before, frame)
    this.deps.write(after)
    this.deps.told(frame, before)
    for (const meanwhile of this.underWay) {
      if (frame.type === 'changes' && frame.log === meanwhile.log && !isHeld) meanwhile.frames.push(frame)
      else if (frame.type === 'reset') meanwhile.isVoid ||= frame.log === meanwhile.log
      else if (before.epoch !== after.epoch) meanwhile.isVoid = true
    }
  }

  private release(): void {
    for (let at = 0; at < this.held.length; at++) {
      const frame = this.held[at]!
      if (isHole(this.deps.read(), frame)) continue
      this.tell(frame)
      this.held.splice(at, 1)
      at = -1
    }
  }

  /** Nothing comes of threads by itself: their rooms say how far they go. A room begun anew does not say it of each. */
  private lookAtThreads({ type }: ServerFrame): void {
    const { threads } = this.deps.read()
    for (const log of Object.values(threads)) {
      if (type === 'reset') this.unsure.add(log)
      if (type === 'reset' || (type === 'changes' && this.isBehind(log))) this.checkSoon(log, 0)
    }
  }

  private checkSoon(log: LogName, delay: number): void {
    if (this.checks.has(log)) return
    this.checks.set(
      log,
      setTimeout(() => void this.check(log), delay),
    )
  }

  private async check(log: LogName): Promise<void> {
    if (this.unsure.delete(log) || this.isBehind(log)) {
      const timer = this.checks.get(log)
      const answer = await this.deps.sync(this.request(log)).catch(() => null)
      // Cleared meanwhile: a new connection has taken over.
      if (this.checks.get(log) !== timer) return
      for (const frame of answer?.frames ?? []) this.tell(frame)
      this.release()
    }
    this.checks.delete(log)
    if (this.isBehind(log)) this.checkSoon(log, ASK_AGAIN_MS)
  }

  private isBehind(log: LogName): boolean {
    return this.held.some((frame) => frame.log === log) || logsBehind(this.deps.read()).includes(log)
  }

  private request(log: LogName): GetSync {
    return { epoch: this.deps.read().epoch, cursors: this.cursorsOf([...this.always(), log]) }
  }

  /** One's own log and the server's are few rows, and everything else is read in their light. */
  private always(): LogName[] {
    const { me } = this.deps.read()
    return me ? [personLog(me.id), SERVER_LOG] : []
  }

  private cursorsOf(names: readonly LogName[]): Record<LogName, number> {
    const { logs } = this.deps.read()
    return Object.fromEntries(
      names.flatMap((name) => {
        const cursor = logs[name]?.cursor
        return cursor == null ? [] : [[name, cursor]]
      }),
    )
  }
}
