import { describe, expect, it } from 'vitest'
import { room } from '../../sync/testing/room-log'
import { beginningOf, whyAbsent } from './beginning'

const kept = { ...room(), keep_days: 30, first_seq: 9 }

describe('the beginning of a room', () => {
  it('is its own, an age that messages do not get past, or the day one came', () => {
    expect(beginningOf(room(), 1, false)).toBe('This is where the room begins.')
    expect(beginningOf(kept, 1, false)).toBe(
      'Older messages have been deleted. Messages are kept here for 30 days.',
    )
    expect(beginningOf(room(), 5, false)).toBe(
      'Earlier messages are not shown to people who joined after them.',
    )
  })

  it('says that messages are not kept for ever before the first one is deleted', () => {
    expect(beginningOf({ ...room(), keep_days: 365 }, 1, false)).toBe(
      'This is where the room begins. Messages are kept here for 1 year.',
    )
  })

  it('says that messages were deleted also when they are kept for ever now', () => {
    expect(beginningOf({ ...kept, keep_days: 0 }, 1, false)).toBe('Older messages have been deleted.')
  })

  it('hides nothing from a newcomer once all that was before them is deleted', () => {
    expect(beginningOf(kept, 12, false)).toContain('not shown')
    expect(beginningOf(kept, 9, false)).not.toContain('not shown')
  })

  it('does not say of an emptied room that nobody ever spoke', () => {
    expect(beginningOf(room(), 1, true)).toMatch(
      /^Nobody has said anything here yet\. Write the first message/,
    )
    expect(beginningOf(kept, 1, true)).toMatch(
      /^Everything that was said here has been deleted\. Messages are kept here for 30 days\. Write the next/,
    )
    expect(beginningOf(room(), 5, true)).toMatch(
      /^Nobody has said anything since you came\. .*Write the next/,
    )
  })
})

describe('a message that an address names', () => {
  it('may be gone, from before one came, not there yet, or there', () => {
    expect(whyAbsent(8, kept, 12, 20)).toBe('That message is not kept any more.')
    expect(whyAbsent(11, kept, 12, 20)).toContain('before you came')
    expect(whyAbsent(21, kept, 12, 20)).toContain('no such message')
    expect(whyAbsent(12, kept, 12, 20)).toBeNull()
    expect(whyAbsent(20, kept, 12, 20)).toBeNull()
  })
})
