import type { VirtualItem } from '@tanstack/react-virtual'
import type { Client } from '../../sync/client'

/** The first message in sight, and how far below the timeline's upper edge it was. */
export interface Place {
  readonly seq: number
  readonly top: number
}

type Kept = { readonly person: string; readonly rooms: Readonly<Record<string, Place>> }

// For this tab and its reloads: another tab may be reading elsewhere.
const KEY = 'parley.places'
/** Seldom visited rooms are forgotten beyond this many. */
const MOST = 50

/** Where this person was reading in a room when they left it. Null if that was its end. */
export function placeIn(person: string, room: string): Place | null {
  return kept(person)[room] ?? null
}

export function keepPlace(person: string, room: string, place: Place | null): void {
  const { [room]: _before, ...others } = kept(person)
  const rooms = Object.entries(place ? { ...others, [room]: place } : others).slice(-MOST)
  write({ person, rooms: Object.fromEntries(rooms) })
}

export function forgetPlaces(): void {
  write(null)
}

const sizes = new WeakMap<Client, Map<string, VirtualItem[]>>()

/** How high the rows of each room were drawn last: a room that is opened again need not guess. */
export function sizesOf(client: Client): Map<string, VirtualItem[]> {
  const known = sizes.get(client) ?? new Map<string, VirtualItem[]>()
  sizes.set(client, known)
  return known
}

function kept(person: string): Kept['rooms'] {
  try {
    const found = JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Kept | null
    return found?.person === person ? found.rooms : {}
  } catch {
    return {}
  }
}

function write(places: Kept | null): void {
  try {
    if (places) sessionStorage.setItem(KEY, JSON.stringify(places))
    else sessionStorage.removeItem(KEY)
  } catch {
    // Some private windows forbid it. Rooms then open at their ends.
  }
}
