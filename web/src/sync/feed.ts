import type { Changes, Frames, GetSync, Hello, MessagePage, RoomDetails, ServerFrame } from '../protocol.gen'
import { apply, applyDetails, applyPage, isHole, isStale, roomsBehind } from './apply'
import type { SyncState } from './state'

/** How long a frame waits for one that it may have overtaken. */
const REORDER_MS = 20
const ASK_AGAIN_MS = 1_000
/** `hello` names this many rooms at most; the rest are found behind by their heads, and asked for. */
const CURSOR_LIMIT = 500

type Log = 'mine' | 'server' | `room:${string}`

/** What is heard of a room while an answer about it is under way. */
export interface Meanwhile {
  readonly room: string
  readonly frames: Changes[]
  /** What was known of the room has been dropped: the answer may be older than that. */
  isVoid: boolean
}

export interface FeedDeps {
  read: () => SyncState
  write: (state: SyncState) => void
  sync: (request: GetSync) => Promise<Frames>
}

/** Takes frames into the state in the right order, and asks for what is missing between them. */
export class Feed {
  private held: { log: Log; frame: Changes }[] = []
  private readonly checks = new Map<Log, ReturnType<typeof setTimeout>>()
  private readonly underWay = new Set<Meanwhile>()
  private greeted: ReadonlySet<string> = new Set()

  constructor(private readonly deps: FeedDeps) {}

  /** Where this client is. A new connection brings all that follows: what waited for the old one is done with. */
  hello(): Omit<Hello, 'type'> {
    this.clear()
    const { epoch, rooms, mine, server } = this.deps.read()
    const opened = Object.values(rooms).flatMap((room) =>
      room.cursor === null ? [] : [[room.info.id, room.cursor] as const],
    )
    const named = opened.slice(-CURSOR_LIMIT)
    this.greeted = new Set(named.map(([room]) => room))
    return epoch === null ? {} : { epoch, cursors: Object.fromEntries(named), mine, server }
  }

  take(frame: ServerFrame): void {
    if (frame.type === 'changes' && isHole(this.deps.read(), frame)) {
      this.held.push({ log: logOf(frame), frame })
      this.checkSoon(logOf(frame), REORDER_MS)
    }
    this.tell(frame)
    this.release()
    if (frame.type !== 'beat' && frame.type !== 'welcome') return
    for (const room of roomsBehind(this.deps.read())) {
      // After a welcome, the rooms that `hello` named follow by themselves.
      if (frame.type === 'beat' || !this.greeted.has(room)) this.checkSoon(`room:${room}`, REORDER_MS)
    }
  }

  /** Takes an answer into the state with what is heard from now until then. False: it has to be asked for again. */
  async takeAnswer(room: string, ask: () => Promise<MessagePage | RoomDetails>): Promise<boolean> {
    const meanwhile: Meanwhile = { room, frames: [], isVoid: false }
    this.underWay.add(meanwhile)
    try {
      const answer = await ask()
      const state = this.deps.read()
      if (meanwhile.isVoid || isStale(state, answer, meanwhile.frames)) return false
      this.deps.write(
        'messages' in answer
          ? applyPage(state, answer, meanwhile.frames)
          : applyDetails(state, answer, meanwhile.frames),
      )
    } finally {
      this.underWay.delete(meanwhile)
    }
    this.release()
    if (this.isBehind(`room:${room}`)) this.checkSoon(`room:${room}`, REORDER_MS)
    return true
  }

  clear(): void {
    this.held = []
    for (const timer of this.checks.values()) clearTimeout(timer)
    this.checks.clear()
  }

  private tell(frame: ServerFrame): void {
    const before = this.deps.read()
    const isHeld = frame.type === 'changes' && isHole(before, frame)
    const after = apply(before, frame)
    this.deps.write(after)
    for (const meanwhile of this.underWay) {
      if (frame.type === 'changes' && frame.room === meanwhile.room && !isHeld) meanwhile.frames.push(frame)
      else if (frame.type === 'reset' || frame.type === 'gone')
        meanwhile.isVoid ||= frame.room === meanwhile.room
      else if (before.epoch !== after.epoch) meanwhile.isVoid = true
    }
  }

  private release(): void {
    for (let at = 0; at < this.held.length; at++) {
      const { frame } = this.held[at]!
      if (isHole(this.deps.read(), frame)) continue
      this.tell(frame)
      this.held.splice(at, 1)
      at = -1
    }
  }

  private checkSoon(log: Log, delay: number): void {
    if (this.checks.has(log)) return
    this.checks.set(
      log,
      setTimeout(() => void this.check(log), delay),
    )
  }

  private async check(log: Log): Promise<void> {
    if (this.isBehind(log)) {
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

  private isBehind(log: Log): boolean {
    if (this.held.some((waiting) => waiting.log === log)) return true
    return roomsBehind(this.deps.read()).some((room) => log === `room:${room}`)
  }

  private request(log: Log): GetSync {
    const { epoch, rooms, mine, server } = this.deps.read()
    const room = log.startsWith('room:') ? rooms[log.slice('room:'.length)] : undefined
    return {
      epoch,
      cursors: room && room.cursor !== null ? { [room.info.id]: room.cursor } : {},
      mine,
      server,
    }
  }
}

function logOf(frame: Changes): Log {
  if (frame.mine) return 'mine'
  return frame.server ? 'server' : `room:${frame.room ?? ''}`
}
