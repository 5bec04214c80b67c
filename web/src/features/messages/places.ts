import type { VirtualItem } from '@tanstack/react-virtual'
import type { Client } from '../../sync/client'
import type { Row } from './rows'

/** Where a reader was in a room when they turned to another one. */
export interface Place {
  /** What was at the room's top then: with another one above it, the offset would lead elsewhere. */
  readonly top: string
  readonly offset: number
  readonly sizes: VirtualItem[]
}

/** Two rows, because "start" stays the first when the oldest messages are deleted. */
export function topOf(rows: readonly Row[]): string {
  return rows
    .slice(0, 2)
    .map(({ key }) => key)
    .join(' ')
}

const places = new WeakMap<Client, Map<string, Place>>()

/** Kept as long as the client: signing out forgets them with it. */
export function placesOf(client: Client): Map<string, Place> {
  const known = places.get(client) ?? new Map<string, Place>()
  places.set(client, known)
  return known
}
