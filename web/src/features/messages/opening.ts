import type { Place } from './places'

/** Where a message stands on the screen: in the middle, or this many pixels below the timeline's upper edge. */
export type Align = 'center' | { readonly top: number }

/** A message that the timeline is to show. */
export interface Target {
  readonly seq: number
  readonly align: Align
}

/** As high as the day and the author that stay at the timeline's upper edge. */
export const HEADING_PX = 32
/** The divider stands below them, and below the bar that says how much is new. */
const NEWS_PX = HEADING_PX + 52

interface Known {
  /** The message in the address. */
  readonly linked: number | null
  readonly firstUnread: number | null
  /** Where the reader was when they left the room. */
  readonly place: Place | null
}

/** Where a room opens. Null means at its end. */
export function openingOf({ linked, firstUnread, place }: Known): Target | null {
  if (linked !== null) return { seq: linked, align: 'center' }
  if (firstUnread !== null) return { seq: firstUnread, align: { top: NEWS_PX } }
  return place && { seq: place.seq, align: { top: place.top } }
}
