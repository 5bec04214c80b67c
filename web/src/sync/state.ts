import type { Card, Me, Membership, Message, ReadPosition, Room, ServerInfo, Stay } from '../protocol.gen'

/** What the client knows of one room. Its messages are one range without holes; what lies outside is not shown. */
export interface RoomState {
  readonly info: Room
  /** The highest head heard of. Above the cursor, something is missing. */
  readonly head: number
  /** The newest message heard of, shown or not. */
  readonly lastSeq: number
  /** Up to where every change is known. Null until the room's first page. */
  readonly cursor: number | null
  readonly messages: readonly Message[]
  readonly hasBefore: boolean
  readonly hasAfter: boolean
  /** Its reader is, or was when they left it, further up than its newest message: they find their place again. */
  readonly readerIsUp: boolean
  /** By person, ended stays included: they guard against older rows that arrive late. */
  readonly members: Readonly<Record<string, Stay>>
  readonly membersComplete: boolean
}

export interface SyncState {
  readonly epoch: string | null
  readonly me: Me | null
  readonly settings: ServerInfo | null
  readonly mine: number
  readonly server: number
  readonly rooms: Readonly<Record<string, RoomState>>
  /** By room, ended ones included, for the same reason as a room's members. */
  readonly memberships: Readonly<Record<string, Membership>>
  /** How far each room is read, on whichever device. */
  readonly reads: Readonly<Record<string, ReadPosition>>
  readonly people: Readonly<Record<string, Card>>
}

export const NOTHING_KNOWN: SyncState = {
  epoch: null,
  me: null,
  settings: null,
  mine: 0,
  server: 0,
  rooms: {},
  memberships: {},
  reads: {},
  people: {},
}

export function unopened(info: Room): RoomState {
  return {
    info,
    head: 0,
    lastSeq: 0,
    cursor: null,
    messages: [],
    hasBefore: false,
    hasAfter: false,
    readerIsUp: false,
    members: {},
    membersComplete: false,
  }
}

export function openMemberships(state: SyncState): Membership[] {
  return Object.values(state.memberships).filter((membership) => membership.until === null)
}

/** Who may change the room, and delete what others said in it. */
export function isOwner(state: SyncState, room: string): boolean {
  const membership = state.memberships[room]
  return membership?.role === 'owner' && membership.until === null
}

export function openMembers(room: RoomState): Stay[] {
  return Object.values(room.members).filter((stay) => stay.until === null)
}
