import { describe, expect, it } from 'vitest'
import { apply } from './apply'
import { isModerator, isOwner, NOTHING_KNOWN } from './state'
import { LOBBY, membership, room, welcome } from './testing/room-log'

describe('the server’s owner and administrators', () => {
  const as = (role: 'owner' | 'admin' | 'member', frame = welcome()) =>
    apply(NOTHING_KNOWN, { ...frame, you: { ...frame.you, role } })

  it('count as owners of the public rooms that they are in', () => {
    for (const role of ['owner', 'admin'] as const) {
      expect(isOwner(as(role), LOBBY)).toBe(true)
      expect(isModerator(as(role), LOBBY)).toBe(true)
    }
    expect(isModerator(as('member'), LOBBY)).toBe(false)
  })

  it('have no such right in private rooms, and none in those that they left', () => {
    const den = { ...room(), kind: 'private', slug: null } as const
    expect(isModerator(as('owner', welcome({ rooms: [den] })), LOBBY)).toBe(false)
    expect(isModerator(as('owner', welcome({ memberships: [membership(LOBBY, 1, 2, 3)] })), LOBBY)).toBe(
      false,
    )
  })
})
