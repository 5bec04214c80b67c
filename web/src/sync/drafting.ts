import type { Draft, PutDraft } from '../protocol.gen'
import {
  draftsByPlace,
  isSame,
  isUntouched,
  knowsDrafts,
  NOTHING,
  ownCursor,
  writtenHere,
  writtenThere,
  type Synced,
  type Writing,
} from './drafts'
import { Refusal, Unreachable } from './errors'
import { roomLog } from './logs'
import { placeNamed, type Place } from './places'
import type { ClientState } from './store'

/** Typing goes faster than other devices have to know of it. */
export const PAUSE_MS = 1_000
/** Somebody who types on and on is not waited for. */
export const LONGEST_MS = 2_500
/** What the server wants to be asked later. */
const AGAIN_MS = 5_000

export interface DraftingDeps {
  read: () => Pick<ClientState, 'sync' | 'drafts' | 'replies'>
  /** Puts what another device wrote into this one's field. */
  show: (place: Place, writing: Writing) => void
  /** For the next visit. */
  keep: (place: Place, synced: Synced | null) => void
  put: (command: PutDraft) => Promise<Draft>
  take: (draft: Draft) => void
  live: () => boolean
}

interface Wait {
  readonly timer: ReturnType<typeof setTimeout>
  readonly since: number
}

/**
 * Keeps the drafts of this device and the server's the same. A draft of another device replaces a text here only while
 * nobody has changed that since it was last the server's; else the text here is put, and the last one put wins.
 */
export class Drafting {
  private synced: Record<Place, Synced> = {}
  private readonly waits = new Map<Place, Wait>()
  private readonly busy = new Set<Place>()
  /** Where somebody has changed what was the server's, and it is noted since when. */
  private readonly begun = new Set<Place>()
  /** What the server refused for good. It is tried again with the next key, or the next connection. */
  private readonly refused = new Map<Place, Writing>()

  constructor(private readonly deps: DraftingDeps) {}

  begin(synced: Readonly<Record<Place, Synced>>): void {
    this.synced = { ...synced }
  }

  /** The text at a place has changed, or what it answers. */
  wrote(place: Place): void {
    if (this.isKnown(place)) {
      this.stopWaiting(place)
      return this.heard()
    }
    this.beginAt(place)
    // What was sent or thrown away is not left on other screens for a moment.
    if (this.here(place).text === '') void this.put(place)
    else this.putSoon(place)
  }

  /** Whether the server has what is written here. */
  isKnown(place: Place): boolean {
    return isUntouched(this.here(place), this.syncedAt(place))
  }

  /** The connection is there (again). */
  wake(): void {
    this.refused.clear()
    this.heard()
    this.flush()
  }

  /** The page may go away: what waits is put now. */
  flush(): void {
    const { drafts } = this.deps.read()
    for (const place of new Set([...Object.keys(drafts), ...Object.keys(this.synced)])) {
      if (!this.isKnown(place)) void this.put(place)
    }
  }

  /** The server's drafts have changed, or the rooms that one is in. */
  heard(): void {
    const { sync } = this.deps.read()
    if (!this.deps.live() || !knowsDrafts(sync)) return
    const there = draftsByPlace(sync)
    for (const place of new Set([...there.keys(), ...Object.keys(this.synced)])) {
      if (!this.isIn(place)) this.remember(place, null)
      else this.compare(place, there.get(place))
    }
  }

  stop(): void {
    for (const place of [...this.waits.keys()]) this.stopWaiting(place)
  }

  private compare(place: Place, draft: Draft | undefined): void {
    const synced = this.syncedAt(place)
    const [here, there] = [this.here(place), writtenThere(place, draft)]
    // One that is not among the server's any more has ended, at a place that is not known.
    const isNews = draft ? draft.rev > (synced?.rev ?? -1) : synced !== null && !isSame(synced, there)
    if (!isNews || (!isSame(here, there) && !isUntouched(here, synced))) return
    this.know(place, there, draft?.rev ?? ownCursor(this.deps.read().sync))
    if (!isSame(here, there)) this.deps.show(place, there)
  }

  /** From here on, what was heard later is no part of what the text was begun from. */
  private beginAt(place: Place): void {
    const synced = this.syncedAt(place)
    if (this.begun.has(place) || synced?.isAsked) return
    const cursor = ownCursor(this.deps.read().sync)
    if (cursor !== null) this.know(place, synced ?? NOTHING, Math.max(cursor, synced?.rev ?? 0))
    this.begun.add(place)
  }

  private putSoon(place: Place): void {
    const since = this.waits.get(place)?.since ?? Date.now()
    this.putLater(place, Math.min(PAUSE_MS, Math.max(0, since + LONGEST_MS - Date.now())), since)
  }

  private putLater(place: Place, ms: number, since = Date.now()): void {
    this.stopWaiting(place)
    this.waits.set(place, { timer: setTimeout(() => void this.put(place), ms), since })
  }

  private stopWaiting(place: Place): void {
    clearTimeout(this.waits.get(place)?.timer)
    this.waits.delete(place)
  }

  /** Puts what is written here, one put of a place at a time. */
  private async put(place: Place): Promise<void> {
    this.stopWaiting(place)
    const here = this.here(place)
    if (this.busy.has(place) || !this.mayPut(place, here)) return
    this.busy.add(place)
    const again = await this.ask(place, here)
    this.busy.delete(place)
    if (again === null) return
    this.heard()
    if (!this.isKnown(place)) {
      if (this.here(place).text === '') void this.put(place)
      else this.putLater(place, again)
    }
  }

  private mayPut(place: Place, here: Writing): boolean {
    const { sync } = this.deps.read()
    const { body_limit = 0 } = sync.settings ?? {}
    if (!this.deps.live() || !knowsDrafts(sync) || !this.isIn(place) || this.isKnown(place)) return false
    const refused = this.refused.get(place)
    return [...here.text].length <= body_limit && !(refused && isSame(refused, here))
  }

  /** In how many ms there may be more to put; null if that has to wait for a key or a connection. */
  private async ask(place: Place, here: Writing): Promise<number | null> {
    const base = this.syncedAt(place)?.rev ?? null
    this.know(place, here, base, true)
    try {
      const { text: body, reply: reply_to } = here
      const draft = await this.deps.put({ ...placeNamed(place), body, reply_to, base })
      this.deps.take(draft)
      this.answered(place, here, draft)
      return PAUSE_MS
    } catch (error) {
      if (error instanceof Unreachable) return null
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'unauthenticated') return null
      if (error.retryable) return error.retryAfterMs ?? AGAIN_MS
      this.refused.set(place, here)
      return PAUSE_MS
    }
  }

  private answered(place: Place, asked: Writing, draft: Draft): void {
    const there = writtenThere(place, draft)
    this.know(place, there, draft.rev)
    // Another device has sent this very text, or thrown it away, before this put arrived.
    if (!isSame(there, asked) && isSame(this.here(place), asked)) this.deps.show(place, there)
  }

  private know(place: Place, writing: Writing, rev: number | null, isAsked = false): void {
    const { epoch } = this.deps.read().sync
    if (!isAsked) this.begun.delete(place)
    const { text, reply } = writing
    if (epoch !== null) this.remember(place, { text, reply, epoch, rev, isAsked })
  }

  private remember(place: Place, synced: Synced | null): void {
    if (synced) this.synced[place] = synced
    else if (this.synced[place]) delete this.synced[place]
    else return
    this.deps.keep(place, synced)
  }

  /** What a database that was restored from a backup knew after it says nothing any more. */
  private syncedAt(place: Place): Synced | null {
    const synced = this.synced[place]
    return synced && synced.epoch === this.deps.read().sync.epoch ? synced : null
  }

  private here(place: Place): Writing {
    return writtenHere(this.deps.read(), place)
  }

  private isIn(place: Place): boolean {
    return this.deps.read().sync.logs[roomLog(placeNamed(place).room)] !== undefined
  }
}
