import type { Held, Reminder, Scheduled } from '../protocol.gen'
import { personLog } from './logs'
import { threadPlace, type Place } from './places'
import { rowsOf } from './rows'
import type { SyncState } from './state'

/** The messages that one scheduled and that were not sent yet, the next one first. */
export const scheduledOf = ordered<Scheduled>('scheduled')
/** One's reminders, the earliest first. */
export const remindersOf = ordered<Reminder>('reminder')
/** What waits for a moderator of what one wrote, and what was dropped, the oldest first. */
export const heldOf = ordered<Held>('held')

export function heldIn(all: readonly Held[], place: Place): readonly Held[] {
  return all.filter(({ room, thread }) => (thread == null ? room : threadPlace(room, thread)) === place)
}

/** The same list as long as none of its things has changed. */
function ordered<T extends Scheduled | Reminder | Held>(kind: T['thing']) {
  const lists = new WeakMap<object, readonly T[]>()
  return ({ me, logs }: SyncState): readonly T[] => {
    const rows = rowsOf(logs[personLog(me?.id ?? '')]?.rows ?? {}, kind)
    const known = lists.get(rows)
    if (known) return known
    const list = (Object.values(rows) as T[])
      .filter(({ until }) => until == null)
      .toSorted((a, b) => (a.at < b.at || (a.at === b.at && BigInt(a.id) < BigInt(b.id)) ? -1 : 1))
    lists.set(rows, list)
    return list
  }
}
