import type { StateCache } from './cache'
import { kept } from './kept'
import type { LogState } from './log'
import type { LogName } from './logs'
import type { SyncState } from './state'
import type { ClientStore } from './store'

/** A busy room changes many times a second; a disk need not. */
const PAUSE_MS = 1_000
/** What fails is mostly a full disk, and that stays so for a while. */
const LONGEST_PAUSE_MS = 60_000

export interface KeeperDeps {
  store: ClientStore
  cache: Pick<StateCache, 'write'>
  /** The rooms that were looked at last, the latest first. */
  lastRooms: () => readonly string[]
  /** Runs the work when the page has nothing better to do: writing must not hold up a key. */
  whenIdle: (work: () => void) => void
}

/**
 * Writes the state into the cache as it changes. Only one tab may do so at a time, for the logs that it writes belong
 * together: one's own log has one's reactions to the messages that are kept of the rooms.
 */
export class Keeper {
  private written: SyncState | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private writing: Promise<void> = Promise.resolve()
  private failures = 0
  private stopped = false
  private unsubscribe = () => {}

  constructor(private readonly deps: KeeperDeps) {}

  start(): void {
    this.unsubscribe = this.deps.store.subscribe(({ sync }, before) => {
      if (sync !== before.sync) this.soon()
    })
    this.soon()
  }

  /** Nothing is written after this, also not what was about to be. */
  stop(): void {
    this.stopped = true
    this.unsubscribe()
    clearTimeout(this.timer)
    this.timer = undefined
  }

  /** What has changed, at once: the page may be closed now. */
  flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.writing = this.writing.then(() => this.write())
    return this.writing
  }

  private soon(): void {
    const pause = Math.min(LONGEST_PAUSE_MS, PAUSE_MS * 2 ** this.failures)
    this.timer ??= setTimeout(
      () =>
        this.deps.whenIdle(() => {
          // Stopped, or flushed, while the page was busy.
          if (this.timer !== undefined) void this.flush()
        }),
      pause,
    )
  }

  private async write(): Promise<void> {
    const { sync } = this.deps.store.getState()
    if (this.stopped || sync.epoch === null) return
    const now = kept(sync, this.deps.lastRooms())
    try {
      await this.deps.cache.write({
        anew: this.written === null,
        rest: now,
        logs: changedLogs(now, this.written),
      })
      this.written = now
      this.failures = 0
    } catch {
      // The cache is then as it was before: older, and whole.
      this.failures++
      if (!this.stopped) this.soon()
    }
  }
}

function changedLogs(now: SyncState, before: SyncState | null): ReadonlyMap<LogName, LogState | null> {
  const removed = Object.keys(before?.logs ?? {}).filter((name) => !now.logs[name])
  const changed = Object.entries(now.logs).filter(([name, log]) => before?.logs[name] !== log)
  return new Map<LogName, LogState | null>([...removed.map((name) => [name, null] as const), ...changed])
}
