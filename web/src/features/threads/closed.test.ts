import { describe, expect, it } from 'vitest'
import { room } from '../../sync/testing/room-log'
import { whyNoReplies } from './closed'

describe('who replies in threads', () => {
  const announcing = { ...room(), posting: 'moderators' } as const

  it.each([
    [room(), false, false],
    [{ ...room(), threads: 'off' } as const, true, true],
    [announcing, false, true],
    [announcing, true, false],
    [{ ...announcing, threads: 'members' } as const, false, false],
    [{ ...room(), archived_at: '2027-01-01T00:00:00.000Z' }, true, true],
  ])('is as the room says (%#)', (info, moderates, isClosed) => {
    expect(whyNoReplies(info, moderates) !== null).toBe(isClosed)
  })
})
