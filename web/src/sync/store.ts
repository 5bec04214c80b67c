import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConnectionState } from './connection'
import type { OutboxItem } from './outbox'
import type { Marks } from './reads'
import { NOTHING_KNOWN, type SyncState } from './state'

/** Everything that views read, and all that makes them draw again. */
export interface ClientState {
  readonly sync: SyncState
  readonly connection: ConnectionState
  readonly outbox: readonly OutboxItem[]
  /** What was written last in this very page; other tabs fill the same outbox. */
  readonly lastSent: { readonly room: string; readonly client_id: string } | null
  /** The text not sent yet, by room. */
  readonly drafts: Readonly<Record<string, string>>
  /** What was read here and is not known to the server yet, by room. */
  readonly marks: Marks
}

export type ClientStore = StoreApi<ClientState>

export function createClientStore(): ClientStore {
  return createStore<ClientState>(() => ({
    sync: NOTHING_KNOWN,
    connection: { phase: 'connecting', since: null },
    outbox: [],
    lastSent: null,
    drafts: {},
    marks: {},
  }))
}
