import { describe, expect, it } from 'vitest'
import type { Changes } from '../protocol.gen'
import { apply, applyPosition } from './apply'
import { unreadCount } from './reads'
import { NOTHING_KNOWN } from './state'
import { LOBBY, message, readPosition, room, welcome } from './testing/room-log'

describe('how far a room is read', () => {
  const known = apply(NOTHING_KNOWN, welcome({ reads: [readPosition(2)], last_seqs: { [LOBBY]: 5 } }))

  it('is known of rooms that were never opened', () => {
    expect(unreadCount(known, {}, LOBBY)).toBe(3)
    const frame: Changes = { type: 'changes', room: LOBBY, from: 1, to: 2, messages: [message(6, 2)] }
    expect(unreadCount(apply(known, frame), {}, LOBBY)).toBe(4)
  })

  it('does not count what the room does not keep any more', () => {
    const info = { ...room(), first_seq: 5, rev: 2 }
    const frame: Changes = { type: 'changes', room: LOBBY, from: 1, to: 2, info }
    expect(unreadCount(apply(known, frame), {}, LOBBY)).toBe(1)
    const emptied: Changes = { ...frame, from: 2, to: 3, info: { ...info, first_seq: 6, rev: 3 } }
    expect(unreadCount([frame, emptied].reduce(apply, known), {}, LOBBY)).toBe(0)
  })

  it('moves with what other devices read', () => {
    const frame: Changes = { type: 'changes', mine: true, from: 1, to: 2, reads: [readPosition(5, 2)] }
    expect(unreadCount(apply(known, frame), {}, LOBBY)).toBe(0)
  })

  it('is not taken back by an answer or a welcome that was overtaken', () => {
    const later = applyPosition(known, readPosition(5, 3))
    expect(applyPosition(later, readPosition(4, 2))).toEqual(later)
    expect(apply(later, welcome({ reads: [readPosition(2)] })).reads).toEqual(later.reads)
  })
})
