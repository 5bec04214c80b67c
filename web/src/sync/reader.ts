import type { MarkRead, MarkUnread, ReadPosition, Sent } from '../protocol.gen'
import { Refusal, Unreachable } from './errors'
import { isLater, readUpTo, type Mark, type Marks, type Place } from './reads'
import { readPositionOf, type SyncState } from './state'

/** Reading goes faster than anybody else has to know of it. */
const PAUSE_MS = 1_000

export interface ReaderDeps {
  read: () => { readonly sync: SyncState; readonly marks: Marks }
  write: (marks: Marks) => void
  /** For the time without a connection, and without this page. */
  keep: (room: string, mark: Mark | null) => void
  sendMark: (command: MarkRead) => Promise<ReadPosition>
  sendUnread: (command: MarkUnread) => Promise<ReadPosition>
  take: (position: ReadPosition) => void
  live: () => boolean
}

/** Tells the server how far its person has read: at most once a second a room, and what could not be told, later. */
export class Reader {
  private readonly busy = new Set<string>()

  constructor(private readonly deps: ReaderDeps) {}

  /** Everything up to this message has been read. */
  mark(room: string, seq: number): void {
    const { sync, marks } = this.deps.read()
    const place = readUpTo(sync, marks, room)
    if (!place || seq <= place.seq) return
    // What was marked unread and is read again before the server knows was never unread.
    const { generation } = marks[room]?.anew ? (readPositionOf(sync, room) ?? place) : place
    this.want(room, { generation, seq, anew: false })
  }

  /** From this message on, nothing has been read. */
  markUnread(room: string, seq: number): void {
    const { sync } = this.deps.read()
    const told = readPositionOf(sync, room)
    if (told) this.want(room, { generation: told.generation + 1, seq: seq - 1, anew: true })
  }

  /** One's own message is no news, if nothing that is lies before it. */
  sent({ room, seq }: Sent): void {
    if (this.place(room)?.seq === seq - 1) this.mark(room, seq)
  }

  /** The connection is there (again). */
  wake(): void {
    for (const room of Object.keys(this.deps.read().marks)) void this.pump(room)
  }

  private want(room: string, mark: Mark): void {
    this.put(room, mark)
    void this.pump(room)
  }

  private async pump(room: string): Promise<void> {
    if (this.busy.has(room)) return
    this.busy.add(room)
    try {
      for (let mark = this.due(room); mark && this.deps.live(); mark = this.due(room)) {
        const wait = await this.tell(room, mark)
        if (wait === null) return
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    } finally {
      this.busy.delete(room)
    }
  }

  /** What the server does not know yet. Another device may have told it more. */
  private due(room: string): Mark | null {
    const { sync, marks } = this.deps.read()
    const mark = marks[room]
    if (!mark) return null
    const told = readPositionOf(sync, room)
    if (told && isLater(mark, told)) return mark
    this.put(room, null)
    return null
  }

  /** How long to wait before telling more; null when it has to wait for a connection. */
  private async tell(room: string, mark: Mark): Promise<number | null> {
    try {
      this.deps.take(await this.send(room, mark))
    } catch (error) {
      if (error instanceof Unreachable) return null
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'unauthenticated') return null
      if (error.retryable) return Math.max(PAUSE_MS, error.retryAfterMs ?? 0)
    }
    if (this.deps.read().marks[room] === mark) this.put(room, null)
    return PAUSE_MS
  }

  private send(room: string, { generation, seq, anew }: Mark): Promise<ReadPosition> {
    return anew
      ? this.deps.sendUnread({ room, generation: generation - 1, seq: seq + 1 })
      : this.deps.sendMark({ room, generation, seq })
  }

  private place(room: string): Place | null {
    const { sync, marks } = this.deps.read()
    return readUpTo(sync, marks, room)
  }

  private put(room: string, mark: Mark | null): void {
    const { [room]: _before, ...others } = this.deps.read().marks
    this.deps.write(mark ? { ...others, [room]: mark } : others)
    this.deps.keep(room, mark)
  }
}
