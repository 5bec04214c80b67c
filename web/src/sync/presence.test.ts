import { describe, expect, it } from 'vitest'
import {
  ALL_UNKNOWN,
  onlineIn,
  peopleToWatch,
  presencesOf,
  WATCHED_AT_MOST,
  withPresenceSignal,
} from './presence'
import type { Signal } from '../protocol.gen'
import type { RoomState } from './state'
import { lobby, opened } from './testing/opened'
import { ADA, BOB, LOBBY_LOG, message, RoomLog, stay } from './testing/room-log'

const LEFT = '2026-11-20T12:00:00.000Z'
const bobIs = (state: 'online' | 'away' | 'offline', last_seen?: string): Signal => ({
  type: 'signal',
  kind: 'presence',
  log: LOBBY_LOG,
  person: BOB,
  state,
  ...(last_seen !== undefined && { last_seen }),
})

function lobbyOf(people: readonly string[], speakers: readonly string[] = []): RoomState {
  const members = Object.fromEntries(people.map((person) => [person, stay(person, 1)]))
  const messages = speakers.map((sender, at) => message(at + 1, at + 1, 'hello', sender))
  return { ...lobby(opened(new RoomLog())), members, messages }
}

describe('presence', () => {
  it('is what the watch was answered, and then what signals say', () => {
    const known = presencesOf([
      { person: ADA, state: 'online', last_seen: null },
      { person: BOB, state: 'offline', last_seen: LEFT },
    ])
    expect(known[BOB]).toEqual({ state: 'offline', lastSeen: LEFT })
    const here = withPresenceSignal(known, bobIs('online'))
    expect(here[BOB]).toEqual({ state: 'online', lastSeen: null })
    expect(withPresenceSignal(here, bobIs('offline', LEFT))[BOB]).toEqual({
      state: 'offline',
      lastSeen: LEFT,
    })
  })

  it('of somebody who is not watched stays unknown', () => {
    expect(withPresenceSignal(ALL_UNKNOWN, bobIs('online'))).toBe(ALL_UNKNOWN)
  })
})

describe('a room', () => {
  it('counts who is online, and says nothing while nobody is known', () => {
    const room = lobbyOf([ADA, BOB])
    const known = presencesOf([
      { person: ADA, state: 'online', last_seen: null },
      { person: BOB, state: 'away', last_seen: null },
    ])
    expect(onlineIn(room, known)).toEqual({ count: 1, isAtLeast: false })
    expect(onlineIn(lobbyOf([ADA, BOB, '3']), known)).toEqual({ count: 1, isAtLeast: true })
    expect(onlineIn(room, ALL_UNKNOWN)).toBeNull()
  })

  it('watches its members, and no one who left', () => {
    const room = lobbyOf([BOB, ADA])
    const left = { ...stay('3', 1), until: 2 }
    expect(peopleToWatch({ ...room, members: { ...room.members, '3': left } })).toEqual([ADA, BOB])
  })

  it('watches those of too many members who spoke last', () => {
    const crowd = Array.from({ length: WATCHED_AT_MOST + 50 }, (_, at) => `p${at}`)
    const last = crowd.slice(-40)
    const watched = peopleToWatch(lobbyOf(crowd, ['p0', 'stranger', ...last]))
    expect(watched).toHaveLength(WATCHED_AT_MOST)
    expect(new Set(watched).size).toBe(WATCHED_AT_MOST)
    expect(watched).toEqual(expect.arrayContaining(['p0', ...last]))
    expect(watched).not.toContain('stranger')
    // Who speaks again was watched already: nothing is asked anew for that.
    expect(peopleToWatch(lobbyOf(crowd, ['p0', ...last, 'p0']))).toEqual(watched)
  })
})
