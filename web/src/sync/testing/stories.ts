import fc from 'fast-check'
import { expect } from 'vitest'
import { openMembers, type SyncState } from '../state'
import { lobby } from './opened'
import type { Event, RoomLog } from './room-log'

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('send'), body: fc.string({ maxLength: 3 }) }) },
  fc.record({ kind: fc.constant('edit'), seq: fc.nat(20) }),
  fc.record({ kind: fc.constant('forget'), count: fc.nat(3) }),
  fc.record({ kind: fc.constant('come') }),
  fc.record({ kind: fc.constant('go') }),
) as fc.Arbitrary<Event>

/** What happens in a room, commit by commit. */
export const commits = fc.array(fc.array(event, { minLength: 1, maxLength: 3 }), { maxLength: 12 })

/** What a client that opened the room then must show now. */
export function expectSameAs(log: RoomLog, state: SyncState, firstSeq: number) {
  expect(lobby(state).cursor).toBe(log.head)
  expect(lobby(state).messages).toEqual(log.messages.filter(({ seq }) => seq >= firstSeq))
  if (log.messages.every(({ seq }) => seq >= firstSeq)) expect(lobby(state).hasBefore).toBe(false)
  expect(openMembers(lobby(state)).map(({ person }) => person)).toEqual(
    log.details().members.map(({ person }) => person),
  )
}
