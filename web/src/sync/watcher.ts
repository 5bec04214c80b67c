import type { Watched } from '../protocol.gen'
import { ALL_UNKNOWN, peopleToWatch, presencesOf, type Presences } from './presence'
import { roomOf, type SyncState } from './state'

/** Members come in crowds, as when a room is shared with a team: one watch for all of them is enough. */
const SETTLE_MS = 1_000
/** After a refusal or an answer that did not come. */
const AGAIN_MS = 10_000

type Timer = ReturnType<typeof setTimeout>

export interface WatcherDeps {
  read: () => SyncState
  write: (presences: Presences) => void
  watch: (room: string, people: string[]) => Promise<Watched>
  live: () => boolean
}

/** Watches who is there among the people of the room that is open. */
export class Watcher {
  private room: string | null = null
  /** What the server watches for this connection: people, joined. Empty: nobody. */
  private watched = ''
  private timer: Timer | undefined

  constructor(private readonly deps: WatcherDeps) {}

  /** From now on it is this room that is looked at. Returns what ends it. */
  open(room: string): () => void {
    this.room = room
    this.watched = ''
    this.renewIn(0)
    return () => {
      if (this.room === room) this.close(room)
    }
  }

  /** The server knows nothing of what an earlier connection watched. */
  welcomed(): void {
    this.watched = ''
    this.renewIn(0)
  }

  /** Rooms have changed. */
  changed(before: SyncState): void {
    if (this.room === null || this.timer !== undefined) return
    const [was, is] = [roomOf(before, this.room), roomOf(this.deps.read(), this.room)]
    if (was?.members === is?.members && was?.messages === is?.messages) return
    // Before the first watch there is nothing that the wait would spare.
    this.renewIn(this.watched === '' ? 0 : SETTLE_MS)
  }

  stop(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.room = null
  }

  private close(room: string): void {
    const isWatched = this.watched !== ''
    this.room = null
    this.watched = ''
    if (isWatched && this.deps.live()) void this.deps.watch(room, []).catch(() => undefined)
    // Mostly another room opens now, with some of the same people: their dots are not to blink.
    this.renewIn(SETTLE_MS)
  }

  private renewIn(delay: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.timer = undefined
      void this.renew()
    }, delay)
  }

  private async renew(): Promise<void> {
    const { room } = this
    if (room === null) return this.deps.write(ALL_UNKNOWN)
    const known = roomOf(this.deps.read(), room)
    if (!known || !this.deps.live()) return
    const people = peopleToWatch(known)
    const wanted = people.join(' ')
    if (wanted === this.watched) return
    this.watched = wanted
    try {
      const answer = await this.deps.watch(room, people)
      if (this.isStill(room, wanted)) this.deps.write(presencesOf(answer.people))
    } catch {
      if (!this.isStill(room, wanted)) return
      this.watched = ''
      // Without a connection the next welcome renews it.
      if (!this.deps.live()) return
      this.deps.write(ALL_UNKNOWN)
      this.renewIn(AGAIN_MS)
    }
  }

  private isStill(room: string, wanted: string): boolean {
    return this.room === room && this.watched === wanted
  }
}
