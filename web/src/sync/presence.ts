import type { PersonPresence, Signal } from '../protocol.gen'
import { openMembers, type RoomState } from './state'

export interface Presence {
  readonly state: 'online' | 'away' | 'offline'
  /** RFC 3339. Null where it is not known, or nobody's business. */
  readonly lastSeen: string | null
}

/** By person. Whoever is not in it is unknown: neither here nor gone. */
export type Presences = Readonly<Record<string, Presence>>

export const ALL_UNKNOWN: Presences = {}

/** The server watches this many people of a room at most. */
export const WATCHED_AT_MOST = 300

/** The answer to a watch has all that are watched: who is not in it is not any more. */
export function presencesOf(people: readonly PersonPresence[]): Presences {
  return Object.fromEntries(
    people.map(({ person, state, last_seen }) => [person, { state, lastSeen: last_seen }]),
  )
}

/** Only of those who are watched: a signal may come late, after the watch that it belonged to. */
export function withPresenceSignal(presences: Presences, { person, state, last_seen }: Signal): Presences {
  if (!person || !state || !presences[person]) return presences
  return { ...presences, [person]: { state, lastSeen: last_seen ?? null } }
}

/** The people whose presence a room shows: its members, and of too many those who spoke last. */
export function peopleToWatch(room: RoomState): string[] {
  const members = new Set(openMembers(room).map(({ person }) => person))
  if (members.size <= WATCHED_AT_MOST) return [...members].sort()
  const speakers = room.messages.map(({ sender }) => sender).reverse()
  const lastFirst = new Set([...speakers.filter((person) => members.has(person)), ...members])
  return [...lastFirst].slice(0, WATCHED_AT_MOST).sort()
}

/** How many of a room's members are online; null while that is unknown. */
export function onlineIn(
  room: RoomState,
  presences: Presences,
): { count: number; isAtLeast: boolean } | null {
  const members = openMembers(room)
  const known = members.filter(({ person }) => presences[person])
  if (known.length === 0) return null
  const count = known.filter(({ person }) => presences[person]?.state === 'online').length
  return { count, isAtLeast: known.length < members.length }
}
