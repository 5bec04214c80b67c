import { describe, expect, it } from 'vitest'
import type { Changes } from '../protocol.gen'
import { applyOwn } from './answers'
import { apply } from './apply'
import { firstUnread, unreadCount } from './reads'
import { NOTHING_KNOWN } from './state'
import { hear } from './testing/opened'
import { LOBBY, LOBBY_LOG, message, ownChanges, readPosition, room, welcome } from './testing/room-log'

describe('how far a room is read', () => {
  const known = apply(NOTHING_KNOWN, welcome({ reads: [readPosition(2)], lastSeq: 5 }))

  const told: Changes = { type: 'changes', log: LOBBY_LOG, from: 1, to: 2 }

  it('is known of rooms that were never opened', () => {
    expect(unreadCount(known, {}, LOBBY)).toBe(3)
    const frame: Changes = { ...told, things: [message(6, 2)] }
    expect(unreadCount(apply(known, frame), {}, LOBBY)).toBe(4)
  })

  it('does not count what the room does not keep any more', () => {
    const info = { ...room(), first_seq: 5, rev: 2 }
    const frame: Changes = { ...told, things: [info] }
    expect(unreadCount(apply(known, frame), {}, LOBBY)).toBe(1)
    const emptied: Changes = { ...told, from: 2, to: 3, things: [{ ...info, first_seq: 6, rev: 3 }] }
    expect(unreadCount(hear(known, frame, emptied), {}, LOBBY)).toBe(0)
  })

  it('says where news begins, no earlier than what one may see', () => {
    expect(firstUnread(known, {}, LOBBY)).toBe(3)
    const kept: Changes = { ...told, things: [{ ...room(), first_seq: 5, rev: 2 }] }
    expect(firstUnread(apply(known, kept), {}, LOBBY)).toBe(5)
    expect(firstUnread(known, { [LOBBY]: { generation: 0, seq: 5, anew: false } }, LOBBY)).toBeNull()
  })

  it('moves with what other devices read', () => {
    const frame = ownChanges(1, 2, [readPosition(5, 2)])
    expect(unreadCount(apply(known, frame), {}, LOBBY)).toBe(0)
  })

  it('is not taken back by an answer or a welcome that was overtaken', () => {
    const later = applyOwn(known, readPosition(5, 3))
    expect(applyOwn(later, readPosition(4, 2))).toEqual(later)
    expect(apply(later, welcome({ reads: [readPosition(2)] }))).toEqual(later)
  })
})
