import { answered, finished, openDatabase, removeDatabase } from './database'
import { personLog, type LogName } from './logs'
import type { LogState } from './log'
import type { SyncState } from './state'

/**
 * The part of the state that a browser keeps for one person, so that the next visit begins with it. Nothing is lost with
 * it: it is a database of its own, beside what is not sent yet.
 */
export interface StateCache {
  /** Null: there is nothing, or nothing that this version of the client could go on with. */
  read(): Promise<SyncState | null>
  /** All or nothing of it. Null in place of a log removes it; `anew` removes everything first. */
  write(change: CacheChange): Promise<void>
  clear(): Promise<void>
  /** Removes it from the browser, for the next person at it. */
  wipe(): Promise<void>
}

export interface CacheChange {
  readonly anew: boolean
  readonly rest: Omit<SyncState, 'logs' | 'threads'>
  readonly logs: ReadonlyMap<LogName, LogState | null>
}

/** Everything but the logs, and by which wire and which shape of the state it was written. */
interface Base extends Omit<SyncState, 'logs' | 'threads'> {
  readonly shape: string
}

const BASE = 'base'
const STORES = ['base', 'logs'] as const
const nameFor = (person: string) => `parley-cache-${person}`

/** `shape` names what the client understands: a state that another version kept is not begun with. */
export function createStateCache(person: string, shape: string): StateCache {
  let opening: Promise<IDBDatabase> | null = null
  let wiped = false
  const db = () => (opening ??= open(person, () => (wiped = true)))

  return {
    async read() {
      const tx = (await db()).transaction(STORES)
      const [base, names, values] = await Promise.all([
        answered<Base | undefined>(tx.objectStore('base').get(BASE)),
        answered(tx.objectStore('logs').getAllKeys()),
        answered<LogState[]>(tx.objectStore('logs').getAll()),
      ])
      if (base?.shape !== shape || base.me?.id !== person) return null
      const { epoch, me, settings, people, emoji } = base
      const logs = Object.fromEntries(names.map((name, at) => [name, values[at]!]))
      return logs[personLog(person)] ? { epoch, me, settings, people, emoji, logs, threads: {} } : null
    },
    async write({ anew, rest, logs }) {
      // Another tab has signed out: nothing may come back after that.
      if (wiped) throw new Error('The cache was removed.')
      const { epoch, me, settings, people, emoji } = rest
      const tx = (await db()).transaction(STORES, 'readwrite')
      const kept = tx.objectStore('logs')
      const base: Base = { shape, epoch, me, settings, people, emoji }
      if (anew) kept.clear()
      tx.objectStore('base').put(base, BASE)
      for (const [name, log] of logs) {
        if (log === null) kept.delete(name)
        else kept.put(log, name)
      }
      tx.commit()
      await finished(tx)
    },
    async clear() {
      const tx = (await db()).transaction(STORES, 'readwrite')
      for (const store of STORES) tx.objectStore(store).clear()
      await finished(tx)
    },
    async wipe() {
      wiped = true
      await opening?.then(
        (open) => open.close(),
        () => undefined,
      )
      await removeDatabase(nameFor(person))
    },
  }
}

function open(person: string, onRemoved: () => void): Promise<IDBDatabase> {
  return openDatabase(nameFor(person), 1, {
    upgrade(db) {
      for (const store of STORES) db.createObjectStore(store)
    },
    onRemoved,
  })
}
