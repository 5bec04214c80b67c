import type {
  Card,
  Changes,
  Gone,
  Membership,
  Message,
  MessagePage,
  ReadPosition,
  Reset,
  Room,
  RoomAnswer,
  RoomDetails,
  ServerFrame,
  Welcome,
} from '../protocol.gen'
import { bounded, fromPlace, join, leavesHole, upsert } from './range'
import { byPerson, newer, newest } from './rows'
import { NOTHING_KNOWN, unopened, type RoomState, type SyncState } from './state'

type People = SyncState['people']

/** The state after a frame. A frame behind a hole changes nothing but the known head: `isHole` tells, and who asks repairs. */
export function apply(state: SyncState, frame: ServerFrame): SyncState {
  switch (frame.type) {
    case 'welcome':
      return applyWelcome(state, frame)
    case 'changes':
      return applyChanges(state, frame)
    case 'reset':
      return applyReset(state, frame)
    case 'gone':
      return applyGone(state, frame)
    case 'beat':
      return raiseHeads(state, frame.heads ?? {})
    default:
      return state
  }
}

/** Whether something before this frame is missing: of the log, or of the messages. */
export function isHole(state: SyncState, frame: Changes): boolean {
  if (frame.mine) return frame.from > state.mine
  if (frame.server) return frame.from > state.server
  const room = frame.room ? state.rooms[frame.room] : undefined
  if (!room || room.cursor === null || frame.to <= room.cursor) return false
  const info = frame.info ? newer(room.info, frame.info) : room.info
  const begin = Math.max(info.first_seq, state.memberships[info.id]?.first_seq ?? 1)
  return frame.from > room.cursor || leavesHole(room, frame.messages ?? [], begin)
}

/** Opened rooms whose head is known to be above their cursor. */
export function roomsBehind(state: SyncState): string[] {
  return Object.values(state.rooms)
    .filter((room) => room.cursor !== null && room.cursor < room.head)
    .map((room) => room.info.id)
}

/**
 * Whether an answer was read before something that is known, and what was heard meanwhile does not say what changed
 * since: after a reset, or in a history that is not this one.
 */
export function isStale(
  state: SyncState,
  answer: MessagePage | RoomDetails,
  meanwhile: readonly Changes[] = [],
): boolean {
  const room = state.rooms['messages' in answer ? answer.room : answer.room.id]
  if (!room || room.cursor === null) return false
  const known = meanwhile.reduce(
    (head, { from, to }) => (from <= head ? Math.max(head, to) : head),
    answer.head,
  )
  return known < room.cursor
}

/** The state with a page in it, brought up to what was heard of its room since it was asked for. */
export function applyPage(
  state: SyncState,
  page: MessagePage,
  meanwhile: readonly Changes[] = [],
): SyncState {
  const room = state.rooms[page.room]
  if (!room || isStale(state, page, meanwhile)) return state
  const isSince = ({ rev, seq }: Message) => rev > page.head && seq >= room.info.first_seq
  const since = meanwhile.flatMap(({ messages = [] }) => messages.filter(isSince))
  const read = { messages: page.messages, hasBefore: page.has_before, hasAfter: page.has_after }
  const range = join(room, read, room.info.first_seq)
  const next = withRoom(withPeople(state, page.people), {
    ...room,
    ...(room.cursor === null ? range : upsert(range, since)),
    lastSeq: lastSeq(room, page.messages),
    cursor: room.cursor ?? page.head,
    head: Math.max(room.head, page.head),
  })
  // The first page gives the cursor from which on everything that was heard counts.
  return room.cursor === null ? meanwhile.reduce(apply, next) : next
}

/** Members are read apart from messages: only a room that has its cursor can say whether they are recent enough. */
export function applyDetails(
  state: SyncState,
  details: RoomDetails,
  meanwhile: readonly Changes[] = [],
): SyncState {
  const room = state.rooms[details.room.id]
  if (!room || room.cursor === null || isStale(state, details, meanwhile)) return state
  const later = Object.values(room.members).filter(
    (stay) => stay.rev > details.head || !details.members_complete,
  )
  return withRoom(withPeople(state, details.people), {
    ...room,
    info: newer(room.info, details.room),
    head: Math.max(room.head, details.head),
    lastSeq: Math.max(room.lastSeq, details.last_seq),
    members: newest(byPerson(later), details.members, 'person'),
    membersComplete: room.membersComplete || details.members_complete,
  })
}

/** The answer to making, changing or joining a room. It brings rows and moves no cursor. */
export function applyRoomAnswer(state: SyncState, answer: RoomAnswer): SyncState {
  return withMemberships(state, [answer.membership], [answer.room])
}

/** The answer to marking a room read or unread. It moves no cursor either. */
export function applyPosition(state: SyncState, position: ReadPosition): SyncState {
  return withPositions(state, [position])
}

/** Where a room's reader is decides which messages fall out of a range that listening has made too long. */
export function withReader(state: SyncState, id: string, isUp: boolean): SyncState {
  const room = state.rooms[id]
  return room && room.readerIsUp !== isUp ? withRoom(state, { ...room, readerIsUp: isUp }) : state
}

function applyWelcome(state: SyncState, frame: Welcome): SyncState {
  const base = frame.epoch === state.epoch ? state : { ...NOTHING_KNOWN, epoch: frame.epoch }
  // The same frame also answers `sync.get`, which live frames can overtake.
  if (frame.mine < base.mine) return raiseHeads(base, frame.heads)
  // What an answer has told since the frame was read is not in it, and stays.
  const since = Object.values(base.memberships).filter((membership) => membership.rev > frame.mine)
  const memberships = newest({}, [...frame.memberships, ...since], 'room')
  const readSince = Object.values(base.reads).filter((position) => position.rev > frame.mine)
  const rooms: Record<string, RoomState> = {}
  for (const { room } of since) if (base.rooms[room]) rooms[room] = base.rooms[room]
  for (const info of frame.rooms) {
    const known = base.rooms[info.id]
    if (memberships[info.id]?.until === null)
      rooms[info.id] = known ? { ...known, info: newer(known.info, info) } : unopened(info)
  }
  for (const [id, seq] of Object.entries(frame.last_seqs)) {
    const room = rooms[id]
    if (room) rooms[id] = { ...room, lastSeq: Math.max(room.lastSeq, seq) }
  }
  const next = {
    ...base,
    me: frame.you,
    settings: frame.settings,
    mine: frame.mine,
    // In a known history the people who changed follow in frames of their own, and move the cursor.
    server: base === state ? base.server : frame.server,
    memberships,
    reads: newest({}, [...frame.reads, ...readSince], 'room'),
    rooms,
  }
  return raiseHeads(next, frame.heads)
}

function applyChanges(state: SyncState, frame: Changes): SyncState {
  if (frame.mine) return applyMine(state, frame)
  const next = withPeople(state, frame.people)
  if (frame.server) {
    return isHole(state, frame) ? next : { ...next, server: Math.max(state.server, frame.to) }
  }
  const room = frame.room ? next.rooms[frame.room] : undefined
  if (!room) return next
  const info = frame.info ? newer(room.info, frame.info) : room.info
  const heard = {
    ...room,
    info,
    head: Math.max(room.head, frame.to),
    lastSeq: lastSeq({ ...room, info }, frame.messages),
  }
  // At or below the cursor there is nothing that is not known already.
  if (room.cursor === null || isHole(next, frame) || frame.to <= room.cursor) return withRoom(next, heard)
  // Before as well: what was missed and is not kept any more leaves no hole to what still is.
  const range = fromPlace(upsert(fromPlace(room, info.first_seq), frame.messages ?? []), info.first_seq)
  return withRoom(next, {
    ...heard,
    ...bounded(range, room, room.readerIsUp),
    cursor: frame.to,
    members: newest(room.members, frame.members ?? [], 'person'),
  })
}

function applyMine(state: SyncState, frame: Changes): SyncState {
  if (isHole(state, frame) || frame.to <= state.mine) return state
  const next = withMemberships(withPeople(state, frame.people), frame.memberships ?? [], frame.rooms ?? [])
  return { ...withPositions(next, frame.reads ?? []), mine: frame.to }
}

function applyReset(state: SyncState, frame: Reset): SyncState {
  const room = state.rooms[frame.room]
  if (!room || frame.head < (room.cursor ?? 0)) return state
  return withRoom(withPeople(state, frame.people), {
    info: newer(room.info, frame.info),
    head: Math.max(room.head, frame.head),
    lastSeq: lastSeq(room, frame.messages),
    cursor: frame.head,
    messages: frame.messages,
    hasBefore: frame.has_before,
    hasAfter: false,
    readerIsUp: room.readerIsUp,
    members: byPerson(frame.members),
    membersComplete: frame.members_complete,
  })
}

function applyGone(state: SyncState, { room, at }: Pick<Gone, 'room' | 'at'>): SyncState {
  const membership = state.memberships[room]
  // A stay that began later is another one: this news is about the one before.
  if (membership && membership.until === null && membership.since > at) return state
  const memberships = membership
    ? { ...state.memberships, [room]: { ...membership, until: at } }
    : state.memberships
  const { [room]: _dropped, ...rooms } = state.rooms
  return { ...state, rooms, memberships }
}

function withMemberships(
  state: SyncState,
  incoming: readonly Membership[],
  infos: readonly Room[],
): SyncState {
  const memberships = newest(state.memberships, incoming, 'room')
  const rooms = { ...state.rooms }
  for (const info of infos) {
    const known = rooms[info.id]
    if (known) rooms[info.id] = { ...known, info: newer(known.info, info) }
    else if (memberships[info.id]?.until === null) rooms[info.id] = unopened(info)
  }
  for (const { room } of incoming) {
    if (memberships[room]?.until !== null) delete rooms[room]
  }
  return { ...state, memberships, rooms }
}

/** Nobody has read further than there is: in a room just joined this is the first that is heard of its length. */
function withPositions(state: SyncState, incoming: readonly ReadPosition[]): SyncState {
  if (incoming.length === 0) return state
  const rooms = { ...state.rooms }
  for (const { room: id, seq } of incoming) {
    const room = rooms[id]
    if (room) rooms[id] = { ...room, lastSeq: Math.max(room.lastSeq, seq) }
  }
  return { ...state, rooms, reads: newest(state.reads, incoming, 'room') }
}

function raiseHeads(state: SyncState, heads: Readonly<Record<string, number>>): SyncState {
  const raised = Object.entries(heads).flatMap(([id, head]) => {
    const room = state.rooms[id]
    return room && head > room.head ? [[id, { ...room, head }] as const] : []
  })
  return raised.length === 0 ? state : { ...state, rooms: { ...state.rooms, ...Object.fromEntries(raised) } }
}

/** What is not kept any more was there, whether it was heard of or not. */
function lastSeq(room: RoomState, messages: readonly Message[] = []): number {
  return Math.max(room.lastSeq, room.info.first_seq - 1, ...messages.map(({ seq }) => seq))
}

function withRoom(state: SyncState, room: RoomState): SyncState {
  return { ...state, rooms: { ...state.rooms, [room.info.id]: room } }
}

function withPeople(state: SyncState, incoming: People = {}): SyncState {
  const news = Object.entries(incoming).filter(([id, card]) => card.rev > (state.people[id]?.rev ?? -1))
  return news.length === 0
    ? state
    : { ...state, people: { ...state.people, ...Object.fromEntries<Card>(news) } }
}
