import { expect, it } from 'vitest'
import type { Follow, Mention } from '../protocol.gen'
import { apply } from './apply'
import { mentionCounts, newsCount } from './mentions'
import { NOTHING_KNOWN } from './state'
import { LOBBY, LOBBY_LOG, ownChanges, readPosition, room, welcome } from './testing/room-log'

const known = apply(NOTHING_KNOWN, welcome({ reads: [readPosition(2)], lastSeq: 9 }))
const mention = (seq: number, rev: number, more: Partial<Mention> = {}): Mention => ({
  thing: 'mention',
  room: LOBBY,
  log: LOBBY_LOG,
  seq,
  since: rev,
  rev,
  ...more,
})
const counted = (...things: Parameters<typeof ownChanges>[2] & object[]) => {
  const sync = apply(known, ownChanges(1, 9, things))
  return { ...mentionCounts({ sync, marks: {}, now: 0 }), news: newsCount({ sync, marks: {}, now: 0 }) }
}

it('counts what is above the read position, and each as one piece of news', () => {
  expect(counted(mention(2, 2), mention(3, 3), mention(5, 4))).toEqual({
    rooms: { [LOBBY]: 2 },
    total: 2,
    news: 2,
  })
})

it('counts a room without mentions as one piece of news', () => {
  expect(counted()).toEqual({ rooms: {}, total: 0, news: 1 })
})

it('counts no mention that has ended, or that was read here or on another device', () => {
  expect(counted(mention(3, 3), mention(3, 4, { until: 4 })).total).toBe(0)
  expect(counted(mention(3, 3), readPosition(3, 4)).total).toBe(0)
  const sync = apply(known, ownChanges(1, 3, [mention(3, 3)]))
  expect(
    mentionCounts({ sync, marks: { [LOBBY]: { generation: 0, seq: 3, anew: false } }, now: 0 }).total,
  ).toBe(0)
})

it('counts again what was marked unread', () => {
  expect(counted(mention(2, 2), readPosition(1, 3, 1)).total).toBe(1)
})

it('counts nothing of what the room does not keep any more, or of a room that is not known', () => {
  const sync = apply(known, ownChanges(1, 3, [mention(3, 3)], { ...room(), first_seq: 4, rev: 9 }))
  expect(mentionCounts({ sync, marks: {}, now: 0 }).total).toBe(0)
  expect(counted(mention(3, 3, { room: '7', log: 'room:7' })).total).toBe(0)
})

it('counts mentions in threads apart from the room, until the thread is read or followed no longer', () => {
  const inThread = mention(4, 3, { log: 'thread:5', thread: 1 })
  const follow = (rev: number, more: Partial<Follow>): Follow => ({
    ...{ thing: 'follow', room: LOBBY, seq: 1, log: 'thread:5', read: 0, since: 2, rev },
    ...more,
  })
  expect(counted(inThread)).toEqual({ rooms: {}, total: 1, news: 2 })
  expect(counted(inThread, follow(4, { read: 3 })).total).toBe(1)
  expect(counted(inThread, follow(4, { read: 4 })).total).toBe(0)
  expect(counted(inThread, follow(4, { until: 4 })).total).toBe(0)
})
