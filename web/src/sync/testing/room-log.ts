import type {
  Changes,
  Membership,
  Message,
  MessagePage,
  ReadPosition,
  Room,
  RoomDetails,
  Stay,
  Welcome,
} from '../../protocol.gen'

export const ADA = '1'
export const BOB = '2'
export const LOBBY = '100'
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
    return {
      type: 'changes',
      room: LOBBY,
      from,
      to: this.head,
      messages: this.messages.filter(({ rev }) => rev > from),
      members: [...this.members.values()].filter(({ rev }) => rev > from),
      ...(this.info.rev > from ? { info: this.info } : {}),
    }
  }

  welcome(): Welcome {
    return welcome({
      rooms: [this.info],
      heads: { [LOBBY]: this.head },
      last_seqs: { [LOBBY]: this.lastSeq },
    })
  }

  page({ before = Infinity, limit = 3 } = {}): MessagePage {
    const until = this.messages.filter(({ seq }) => seq < before)
    const messages = until.slice(-limit)
    return {
      room: LOBBY,
      head: this.head,
      messages,
      has_before: until.length > messages.length,
      has_after: until.length < this.messages.length,
      people: {},
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
  return { room: LOBBY, seq, rev, sender, client_id: `c${seq}`, body, created_at: TIME }
}

export function room(id = LOBBY): Room {
  return {
    id,
    slug: 'lobby',
    kind: 'public',
    name: 'Lobby',
    topic: '',
    history: 'all',
    keep_days: 0,
    first_seq: 1,
    created_by: ADA,
    created_at: TIME,
    rev: 1,
  }
}

export function membership(id = LOBBY, since = 1, rev = 1, until: number | null = null): Membership {
  return { room: id, role: 'member', since, until, first_seq: 1, rev }
}

export function readPosition(seq: number, rev = 1, generation = 0): ReadPosition {
  return { room: LOBBY, generation, seq, rev }
}

export function welcome(fields: Partial<Welcome> = {}): Welcome {
  return {
    type: 'welcome',
    epoch: 'e1',
    you: { id: ADA, handle: 'ada', name: 'Ada', avatar: null, role: 'owner', created_at: TIME },
    rooms: [room()],
    memberships: [membership()],
    reads: [],
    heads: { [LOBBY]: 1 },
    last_seqs: { [LOBBY]: 0 },
    mine: 1,
    server: 1,
    settings: { name: 'Parley', version: '0', registration: 'open', needs_setup: false, body_limit: 8000 },
    ...fields,
  }
}

function stay(person: string, since: number): Stay {
  return { person, role: 'member', since, until: null, rev: since }
}
