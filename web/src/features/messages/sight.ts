import type { VirtualItem } from '@tanstack/react-virtual'
import type { Row } from './rows'

/** What of a timeline is on the screen. */
export interface Sight {
  /** The first message of which any part is, and 0 where the room begins. */
  readonly first: number
  /** The last message that is to its end. */
  readonly last: number
}

/** The messages between two heights. Null where there is none to its end. */
export function sightOf(
  items: readonly Pick<VirtualItem, 'index' | 'start' | 'end'>[],
  rows: readonly Row[],
  top: number,
  bottom: number,
): Sight | null {
  let first: number | null = null
  let last: number | null = null
  for (const { index, start, end } of items) {
    const row = rows[index]
    // Sizes are whole pixels, the place of a scrolled list is not.
    if (!row || end <= top || start >= bottom) continue
    if (row.kind === 'start') first = 0
    else if (row.seq !== null) {
      first ??= row.from
      if (end <= bottom + 1) last = row.seq
    }
  }
  return first === null || last === null ? null : { first, last }
}

/**
 * How far a room is read once this was on the screen. What lies between the last place and the screen was not: who jumps
 * over it has not read it.
 */
export function readAfter(read: number, sight: Sight): number {
  return sight.first <= read + 1 ? Math.max(read, sight.last) : read
}
