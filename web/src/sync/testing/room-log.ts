import type {
  Card,
  Changes,
  Membership,
  Message,
  MessagePage,
  ReadPosition,
  Room,
  RoomDetails,
  Stay,
  Thing,
  Welcome,
} from '../../protocol.gen'

export const ADA = '1'
export const BOB = '2'
export const LOBBY = '100'
export const LOBBY_LOG = 'room:100'
export const OWN_LOG = 'person:1'
const TIME = '2026-11-20T12:00:00.000Z'

/** What can happen in a room's log. */
export type Event =
  | { kind: 'send'; body: string }
  | { kind: 'edit'; seq: number }
  | { kind: 'forget'; count: number }
  | { kind: 'come' }
  | { kind: 'go' }

/** A room as a server keeps it: the twin against which the client's state is tested. */
export class RoomLog {
  head = 1
  info: Room = room()
  /** Those that it still keeps. */
  messages: Message[] = []
  private lastSeq = 0
  readonly members = new Map<string, Stay>([[ADA, stay(ADA, 1)]])

  /** One commit, and the frame that it makes. */
  commit(...events: readonly Event[]): Changes {
    const from = this.head
    for (const event of events) this.happen(event)
    return this.since(from)
  }

  /** Everything that changed after `from`: the same rows, live or after an absence. */
  since(from: number): Changes {
    const things: Thing[] = [...this.messages, ...this.members.values(), this.info]
    const changed = things.filter(({ rev }) => rev > from).sort((a, b) => a.rev - b.rev)
    return { type: 'changes', log: LOBBY_LOG, from, to: this.head, things: changed }
  }

  welcome(): Welcome {
    return welcome({ rooms: [this.info], head: this.head, lastSeq: this.lastSeq })
  }

  page({ before = Infinity, limit = 3 } = {}): MessagePage {
    const until = this.messages.filter(({ seq }) => seq < before)
    const messages = until.slice(-limit)
    return {
      log: LOBBY_LOG,
      head: this.head,
      messages,
      things: [],
      own: [],
      has_before: until.length > messages.length,
      has_after: until.length < this.messages.length,
      people: {},
      quotes: [],
    }
  }

  details(): RoomDetails {
    return {
      room: this.info,
      head: this.head,
      last_seq: this.lastSeq,
      membership: membership(),
      members: [...this.members.values()].filter(({ until }) => until === null),
      members_complete: true,
      people: {},
    }
  }

  private happen(event: Event): void {
    const rev = ++this.head
    const bob = this.members.get(BOB)
    if (event.kind === 'send') {
      this.messages.push(message(++this.lastSeq, rev, event.body))
    } else if (event.kind === 'edit') {
      const at = event.seq % Math.max(1, this.messages.length)
      const known = this.messages[at]
      if (known) this.messages[at] = { ...known, rev, body: `${known.body}!` }
    } else if (event.kind === 'forget') {
      this.messages = this.messages.slice(event.count)
      this.info = { ...this.info, first_seq: this.messages[0]?.seq ?? this.lastSeq + 1, rev }
    } else if (event.kind === 'come' && bob?.until !== null) {
      this.members.set(BOB, stay(BOB, rev))
    } else if (event.kind === 'go' && bob?.until === null) {
      this.members.set(BOB, { ...bob, until: rev, rev })
    }
  }
}

export function message(seq: number, rev: number, body = `message ${seq}`, sender = ADA): Message {
  return { thing: 'message', room: LOBBY, seq, rev, sender, client_id: `c${seq}`, body, created_at: TIME }
}

export function room(id = LOBBY): Room {
  return {
    thing: 'room',
    id,
    slug: 'lobby',
    kind: 'public',
    name: 'Lobby',
    topic: '',
    history: 'all',
    keep_days: 0,
    edit_minutes: 52_560_000,
    first_seq: 1,
    created_by: ADA,
    created_at: TIME,
    rev: 1,
  }
}

export function membership(id = LOBBY, since = 1, rev = 1, until: number | null = null): Membership {
  return { thing: 'membership', room: id, role: 'member', since, until, first_seq: 1, rev }
}

export function readPosition(seq: number, rev = 1, generation = 0): ReadPosition {
  return { thing: 'read', room: LOBBY, generation, seq, rev }
}

export function card(name: string, rev: number): Card {
  return { handle: name.toLowerCase(), name, avatar: null, rev }
}

/** What changed in one's own log. */
export function ownChanges(from: number, to: number, things: Thing[] = [], ...rooms: Room[]): Changes {
  return { type: 'changes', log: OWN_LOG, from, to, things, rooms: byId(rooms) }
}

/** One is in the lobby, which has just been made, unless something else is said. */
export function welcome({
  epoch = 'e1',
  rooms = [room()],
  memberships = [membership()],
  reads = [] as ReadPosition[],
  head = 1,
  lastSeq = 0,
  own = 1,
  server = 1,
} = {}): Welcome {
  const isIn = rooms.some(({ id }) => id === LOBBY)
  return {
    type: 'welcome',
    epoch,
    you: {
      id: ADA,
      handle: 'ada',
      name: 'Ada',
      avatar: null,
      role: 'owner',
      created_at: TIME,
      email: null,
      needs_second_factor: false,
    },
    log: OWN_LOG,
    things: [...memberships, ...reads],
    complete: ['membership', 'read', 'block', 'mention'],
    rooms: byId(rooms),
    heads: { [OWN_LOG]: own, server, ...(isIn ? { [LOBBY_LOG]: head } : {}) },
    last_seqs: isIn ? { [LOBBY_LOG]: lastSeq } : {},
    settings: {
      name: 'Parley',
      version: '0',
      registration: 'open',
      needs_setup: false,
      body_limit: 8000,
      mail: false,
      registration_is_set: false,
      receipts: true,
      emoji: 0,
      second_factor: 'optional',
      registration_domains: [],
      providers: [],
    },
  }
}

export function stay(person: string, since: number): Stay {
  return { thing: 'stay', person, role: 'member', since, until: null, rev: since }
}

function byId(rooms: readonly Room[]): Record<string, Room> {
  return Object.fromEntries(rooms.map((row) => [row.id, row]))
}
