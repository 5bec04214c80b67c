import type { VirtualItem } from '@tanstack/react-virtual'
import type { Client } from '../../sync/client'

/** Where a reader was in a room when they turned to another one. */
export interface Place {
  readonly firstKey: string
  readonly offset: number
  readonly sizes: VirtualItem[]
}

const places = new WeakMap<Client, Map<string, Place>>()

/** Kept as long as the client: signing out forgets them with it. */
export function placesOf(client: Client): Map<string, Place> {
  const known = places.get(client) ?? new Map<string, Place>()
  places.set(client, known)
  return known
}
