import type { Card, Me, Membership, ReadPosition, Room, ServerInfo, Stay } from '../protocol.gen'
import type { LogState } from './log'
import { personLog, roomLog, type LogName } from './logs'
import type { Place } from './places'
import { rowsOf } from './rows'

export interface SyncState {
  readonly epoch: string | null
  readonly me: Me | null
  readonly settings: ServerInfo | null
  /** The logs that one follows: one's own, the server's, and those of the rooms one is in. */
  readonly logs: Readonly<Record<LogName, LogState>>
  readonly people: Readonly<Record<string, Card>>
  /** The logs of the threads that are open, by their places. */
  readonly threads: Readonly<Record<Place, LogName>>
  readonly emoji: ServerEmoji
}

/** The emoji that this server has besides those of Unicode. */
export interface ServerEmoji {
  /** How often one was added or removed, as far as `pictures` goes, and as far as is known. */
  readonly rev: number
  readonly latest: number
  /** The name of each one's picture. */
  readonly pictures: ReadonlyMap<string, string>
}

/** A room's log as views read it. */
export interface RoomState extends LogState {
  readonly info: Room
  /** By person. */
  readonly members: Readonly<Record<string, Stay>>
  readonly membersComplete: boolean
}

export const NOTHING_KNOWN: SyncState = {
  epoch: null,
  me: null,
  settings: null,
  logs: {},
  people: {},
  threads: {},
  emoji: { rev: 0, latest: 0, pictures: new Map() },
}

/** A view of a log is the same as long as the log is: whatever draws it need not draw again. */
const views = new WeakMap<LogState, RoomState>()

/** A room that one is in. */
export function roomOf(state: SyncState, id: string): RoomState | undefined {
  const log = state.logs[roomLog(id)]
  const info = log && Object.values(rowsOf(log.rows, 'room'))[0]
  if (!info) return undefined
  const known = views.get(log)
  if (known) return known
  const members = rowsOf(log.rows, 'stay')
  const view = { ...log, info, members, membersComplete: log.complete.includes('stay') }
  views.set(log, view)
  return view
}

/** A room that one is in, by its id or slug. */
export function roomCalled(state: SyncState, reference: string): RoomState | undefined {
  const rooms = openMemberships(state).map(({ room }) => roomOf(state, room))
  return roomOf(state, reference) ?? rooms.find((room) => room?.info.slug === reference)
}

export function membershipOf(state: SyncState, room: string): Membership | undefined {
  const own = ownLog(state)
  return own && rowsOf(own.rows, 'membership')[room]
}

export function openMemberships(state: SyncState): Membership[] {
  const own = ownLog(state)
  return own ? Object.values(rowsOf(own.rows, 'membership')).filter(({ until }) => until === null) : []
}

/** The first message of a room that one may read. */
export function readableFrom(state: SyncState, room: string): number {
  return membershipOf(state, room)?.first_seq ?? 1
}

/** Whether the person at this browser blocked somebody. */
export function isBlocked(state: SyncState, person: string): boolean {
  const block = rowsOf(ownLog(state)?.rows ?? {}, 'block')[person]
  return block !== undefined && block.until == null
}

/** How far a room is read, on whichever device. */
export function readPositionOf(state: SyncState, room: string): ReadPosition | undefined {
  const own = ownLog(state)
  return own && rowsOf(own.rows, 'read')[room]
}

/** Who may change the room. */
export function isOwner(state: SyncState, room: string): boolean {
  return openRole(state, room) === 'owner'
}

/** Who may delete what others said in the room. */
export function isModerator(state: SyncState, room: string): boolean {
  const role = openRole(state, room)
  return role === 'owner' || role === 'moderator'
}

/** In a public room that they are in, the server's administrators count as owners. */
function openRole(state: SyncState, room: string): Membership['role'] | null {
  const membership = membershipOf(state, room)
  if (membership?.until !== null) return null
  const administers = state.me?.role === 'owner' || state.me?.role === 'admin'
  return administers && roomOf(state, room)?.info.kind === 'public' ? 'owner' : membership.role
}

export function openMembers(room: Pick<RoomState, 'members'>): Stay[] {
  return Object.values(room.members).filter((stay) => stay.until === null)
}

function ownLog(state: SyncState): LogState | undefined {
  return state.me ? state.logs[personLog(state.me.id)] : undefined
}
