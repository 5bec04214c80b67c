import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ConnectionState } from './connection'
import type { Erasures } from './erasing'
import { roomLog } from './logs'
import type { OutboxItem } from './outbox'
import { ALL_UNKNOWN, type Presences } from './presence'
import type { Wishes } from './reactions'
import { NOTHING_SEEN, type Receipts } from './receipts'
import type { Marks } from './reads'
import type { Reply } from './quotes'
import { NOTHING_KNOWN, type SyncState } from './state'
import { NOBODY_TYPES, type Typing } from './typing'
import type { Ballots } from './votes'

/** Everything that views read, and all that makes them draw again. */
export interface ClientState {
  readonly sync: SyncState
  readonly connection: ConnectionState
  readonly outbox: readonly OutboxItem[]
  /** What was written last in this very page; other tabs fill the same outbox. */
  readonly lastSent: { readonly room: string; readonly client_id: string } | null
  /** The text not sent yet, by place. */
  readonly drafts: Readonly<Record<string, string>>
  /** What that text answers, by room. */
  readonly replies: Readonly<Record<string, Reply>>
  /** What was read here and is not known to the server yet, by room. */
  readonly marks: Marks
  readonly wishes: Wishes
  /** The last reaction that could not be saved, until somebody clicks again. */
  readonly refusedReaction: { readonly place: string; readonly seq: number; readonly why: string } | null
  /** Votes that are not known to the server yet, or were refused. */
  readonly ballots: Ballots
  /** What one has just deleted, by message, as long as there is more to say of it. */
  readonly erasures: Erasures
  /** The message that is being edited, one at a time. */
  readonly editing: { readonly place: string; readonly seq: number } | null
  readonly typing: Typing
  readonly presences: Presences
  /** The time, for what ends by itself. It moves when something does. */
  readonly now: number
  readonly receipts: Receipts
  /** How often the server has said that reports have changed which one may see. What has changed is asked for. */
  readonly reportChanges: number
}

export type ClientStore = StoreApi<ClientState>

/** Whether a room shows what was said up to now: one that was kept since the last visit is behind for a moment. */
export function isCaughtUp(
  { sync, connection }: Pick<ClientState, 'sync' | 'connection'>,
  room: string,
): boolean {
  const log = sync.logs[roomLog(room)]
  return connection.phase === 'live' && log !== undefined && log.cursor !== null && log.cursor >= log.head
}

export function createClientStore(known: SyncState = NOTHING_KNOWN): ClientStore {
  return createStore<ClientState>(() => ({
    sync: known,
    connection: { phase: 'connecting', since: null },
    outbox: [],
    lastSent: null,
    drafts: {},
    replies: {},
    marks: {},
    wishes: {},
    refusedReaction: null,
    ballots: {},
    erasures: {},
    editing: null,
    typing: NOBODY_TYPES,
    presences: ALL_UNKNOWN,
    now: Date.now(),
    receipts: NOTHING_SEEN,
    reportChanges: 0,
  }))
}
