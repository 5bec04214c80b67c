import type {
  Card,
  Changes,
  Gone,
  Membership,
  MessagePage,
  Reset,
  Room,
  RoomAnswer,
  RoomDetails,
  ServerFrame,
  Stay,
  Welcome,
} from '../protocol.gen'
import { join, upsert } from './range'
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

/** Whether something between the cursor and this frame is missing. */
export function isHole(state: SyncState, frame: Changes): boolean {
  if (frame.mine) return frame.from > state.mine
  if (frame.server) return frame.from > state.server
  const cursor = frame.room ? state.rooms[frame.room]?.cursor : null
  return cursor != null && frame.from > cursor
}

/** Opened rooms whose head is known to be above their cursor. */
export function roomsBehind(state: SyncState): string[] {
  return Object.values(state.rooms)
    .filter((room) => room.cursor !== null && room.cursor < room.head)
    .map((room) => room.info.id)
}

/** Whether an answer was read before something that is already known, and has to be asked for again. */
export function isStale(state: SyncState, answer: MessagePage | RoomDetails): boolean {
  const room = state.rooms['messages' in answer ? answer.room : answer.room.id]
  return room !== undefined && answer.head < (room.cursor ?? room.head)
}

export function applyPage(state: SyncState, page: MessagePage): SyncState {
  const room = state.rooms[page.room]
  if (!room || isStale(state, page)) return state
  return withRoom(withPeople(state, page.people), {
    ...room,
    ...join(room, { messages: page.messages, hasBefore: page.has_before, hasAfter: page.has_after }),
    cursor: room.cursor ?? page.head,
    head: Math.max(room.head, page.head),
  })
}

/** Members are read apart from messages: only a room that has its cursor can say whether they are recent enough. */
export function applyDetails(state: SyncState, details: RoomDetails): SyncState {
  const room = state.rooms[details.room.id]
  if (!room || room.cursor === null || isStale(state, details)) return state
  const later = Object.values(room.members).filter(
    (stay) => stay.rev > details.head || !details.members_complete,
  )
  return withRoom(withPeople(state, details.people), {
    ...room,
    info: newer(room.info, details.room),
    head: Math.max(room.head, details.head),
    members: newest(byPerson(later), details.members, 'person'),
    membersComplete: room.membersComplete || details.members_complete,
  })
}

/** The answer to making or joining a room. It brings rows and moves no cursor. */
export function applyRoomAnswer(state: SyncState, answer: RoomAnswer): SyncState {
  return withMemberships(state, [answer.membership], [answer.room])
}

function applyWelcome(state: SyncState, frame: Welcome): SyncState {
  const base = frame.epoch === state.epoch ? state : { ...NOTHING_KNOWN, epoch: frame.epoch }
  // The same frame also answers `sync.get`, which live frames can overtake.
  if (frame.mine < base.mine) return raiseHeads(base, frame.heads)
  // What an answer has told since the frame was read is not in it, and stays.
  const since = Object.values(base.memberships).filter((membership) => membership.rev > frame.mine)
  const memberships = newest({}, [...frame.memberships, ...since], 'room')
  const rooms: Record<string, RoomState> = {}
  for (const { room } of since) if (base.rooms[room]) rooms[room] = base.rooms[room]
  for (const info of frame.rooms) {
    const known = base.rooms[info.id]
    if (memberships[info.id]?.until === null)
      rooms[info.id] = known ? { ...known, info: newer(known.info, info) } : unopened(info)
  }
  const next = {
    ...base,
    me: frame.you,
    settings: frame.settings,
    mine: frame.mine,
    // In a known history the people who changed follow in frames of their own, and move the cursor.
    server: base === state ? base.server : frame.server,
    memberships,
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
  const heard = {
    ...room,
    head: Math.max(room.head, frame.to),
    info: frame.info ? newer(room.info, frame.info) : room.info,
  }
  // At or below the cursor there is nothing that is not known already.
  if (room.cursor === null || frame.from > room.cursor || frame.to <= room.cursor)
    return withRoom(next, heard)
  return withRoom(next, {
    ...heard,
    ...upsert(room, frame.messages ?? []),
    cursor: frame.to,
    members: newest(room.members, frame.members ?? [], 'person'),
  })
}

function applyMine(state: SyncState, frame: Changes): SyncState {
  if (isHole(state, frame) || frame.to <= state.mine) return state
  const next = withMemberships(withPeople(state, frame.people), frame.memberships ?? [], frame.rooms ?? [])
  return { ...next, mine: frame.to }
}

function applyReset(state: SyncState, frame: Reset): SyncState {
  const room = state.rooms[frame.room]
  if (!room || frame.head < (room.cursor ?? 0)) return state
  return withRoom(withPeople(state, frame.people), {
    info: newer(room.info, frame.info),
    head: Math.max(room.head, frame.head),
    cursor: frame.head,
    messages: frame.messages,
    hasBefore: frame.has_before,
    hasAfter: false,
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

function raiseHeads(state: SyncState, heads: Readonly<Record<string, number>>): SyncState {
  const raised = Object.entries(heads).flatMap(([id, head]) => {
    const room = state.rooms[id]
    return room && head > room.head ? [[id, { ...room, head }] as const] : []
  })
  return raised.length === 0 ? state : { ...state, rooms: { ...state.rooms, ...Object.fromEntries(raised) } }
}

function withRoom(state: SyncState, room: RoomState): SyncState {
  return { ...state, rooms: { ...state.rooms, [room.info.id]: room } }
}

function withPeople(state: SyncState, incoming: People = {}): SyncState {
  const news = Object.entries(incoming).filter(([id, card]) => card.rev >= (state.people[id]?.rev ?? 0))
  return news.length === 0
    ? state
    : { ...state, people: { ...state.people, ...Object.fromEntries<Card>(news) } }
}

function newer<T extends { readonly rev: number }>(known: T, incoming: T): T {
  return incoming.rev > known.rev ? incoming : known
}

function byPerson(stays: readonly Stay[]): Record<string, Stay> {
  return newest({}, stays, 'person')
}

/** Rows by one of their fields, the higher `rev` winning. */
function newest<K extends string, T extends { readonly rev: number } & Readonly<Record<K, string>>>(
  known: Readonly<Record<string, T>>,
  incoming: readonly T[],
  key: K,
): Readonly<Record<string, T>> {
  if (incoming.length === 0) return known
  const rows: Record<string, T> = { ...known }
  for (const row of incoming) {
    const before = rows[row[key]]
    rows[row[key]] = before ? newer(before, row) : row
  }
  return rows
}
