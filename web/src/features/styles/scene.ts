import type { Card, Message, Quote, Thing } from '../../protocol.gen'
import type { Api } from '../../sync/api'
import { noticeOf } from '../notices/folding'
import type { ShownMessage } from '../registry/feature'
import { applyAnswer } from '../../sync/answers'
import { apply } from '../../sync/apply'
import { createClient, type Client, type ClientDeps } from '../../sync/client'
import { NOTHING_KNOWN, type SyncState } from '../../sync/state'
import type { ClientState } from '../../sync/store'
import {
  ADA,
  BOB,
  card,
  LOBBY,
  LOBBY_LOG,
  membership,
  message,
  OWN_LOG,
  readPosition,
  room,
  stay,
  welcome,
} from '../../sync/testing/room-log'

export { ADA, BOB, LOBBY }
export const EVE = '3'
/** The examples' day. Their pictures are taken in its afternoon. */
const DAY = '2026-11-20'
const HEAD = 100

/** What is known in a room, and what happens in it. */
export interface Scene {
  readonly messages?: readonly Message[]
  /** In the room's log. */
  readonly things?: readonly Thing[]
  /** In one's own. */
  readonly own?: readonly Thing[]
  readonly quotes?: readonly Quote[]
  /** What is different about somebody. */
  readonly people?: Readonly<Record<string, Partial<Card>>>
  /** Stays silent unless it is given. */
  readonly api?: Api
  readonly now?: (sync: SyncState) => Partial<ClientState>
}

export const at = (clock: string) => `${DAY}T${clock}:00.000Z`

/** What somebody said, in the order of the places. */
export function said(
  seq: number,
  sender: string,
  clock: string,
  body: string,
  more: Partial<Message> = {},
): Message {
  return { ...message(seq, seq, body, sender), created_at: at(clock), ...more }
}

/** The same, as views act on it. */
export function shown(message: Message): ShownMessage {
  const { seq, sender, body, mentions = {}, groups = {}, wide, forwarded, created_at } = message
  const told = { seq, sender, body, mentions, groups, wide, forwarded }
  return {
    ...told,
    room: room(),
    place: LOBBY,
    thread: null,
    notice: noticeOf(message),
    erased: false,
    at: new Date(created_at),
    editedAt: null,
  }
}

/** A real client of Ada's, in the lobby with Bob and Eve, which knows no server: whatever it asks stays unanswered. */
export function clientIn(scene: Scene): Client {
  const { messages = [], things = [], own = [], quotes = [] } = scene
  const lobby = { ...room(), topic: 'What everybody should know' }
  const here = { ...membership(), role: 'owner' as const }
  const lastSeq = messages.at(-1)?.seq ?? 0
  const arrived = welcome({
    rooms: [lobby],
    memberships: [here],
    reads: [readPosition(lastSeq)],
    head: HEAD,
    lastSeq,
  })
  const cards = { [ADA]: card('Ada', 1), [BOB]: card('Bob', 1), [EVE]: card('Eve', 1) }
  const people = Object.fromEntries(
    Object.entries(cards).map(([person, one]) => [person, { ...one, ...scene.people?.[person] }]),
  )
  const page = { log: LOBBY_LOG, head: HEAD, has_before: false, has_after: false, people }
  const details = {
    room: lobby,
    head: HEAD,
    last_seq: lastSeq,
    membership: here,
    members_complete: true,
    people,
  }
  const read = applyAnswer(apply(NOTHING_KNOWN, arrived), {
    ...page,
    messages: [...messages],
    things: [...things],
    own: [...own],
    quotes: [...quotes],
  })
  const known = applyAnswer(read, { ...details, members: [ADA, BOB, EVE].map((person) => stay(person, 1)) })
  const heard = apply(known, { type: 'changes', log: OWN_LOG, from: 1, to: HEAD, things: [...own] })
  const client = createClient({ ...NOWHERE, api: scene.api ?? SILENT, known: heard })
  client.store.setState({
    connection: { phase: 'live' },
    now: Date.parse(at('15:00')),
    ...scene.now?.(heard),
  })
  return client
}

const never = () => new Promise<never>(() => {})

export const SILENT: Api = { call: never, showPicture: never, addEmoji: never, onSignedOut: () => () => {} }

export const REFUSING = answering(() =>
  Promise.reject(new Error('The server is busy. Try again in a minute.')),
)

/** One that gives its own answers. */
export function answering(call: (verb: string) => Promise<unknown>): Api {
  return { ...SILENT, call: call as Api['call'] }
}

/** Nothing is kept, sent or heard: no client of an example is ever started. */
const NOWHERE: Omit<ClientDeps, 'api' | 'known'> = {
  shelf: {
    add: never,
    replace: () => Promise.resolve(),
    remove: () => Promise.resolve(),
    unsent: () => Promise.resolve([]),
    writeNote: () => Promise.resolve(),
    notes: () => Promise.resolve({}),
    wipe: () => Promise.resolve(),
  },
  person: ADA,
  openSocket: () => {
    throw new Error('an example has no server')
  },
  isSeen: () => true,
  locks: undefined,
  channel: new BroadcastChannel('parley.examples'),
}
