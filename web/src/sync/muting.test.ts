import { beforeEach, expect, it, vi } from 'vitest'
import type { Mute } from '../protocol.gen'
import { apply } from './apply'
import { mentionCounts, newsCount, newsIn } from './mentions'
import { followEnds, muteOf } from './muting'
import { NOTHING_KNOWN } from './state'
import { createClientStore } from './store'
import { LOBBY, LOBBY_LOG, ownChanges, readPosition, welcome } from './testing/room-log'

const NOON = Date.parse('2026-11-20T12:00:00.000Z')
const HOUR = 3_600_000
const known = apply(NOTHING_KNOWN, welcome({ reads: [readPosition(2)], lastSeq: 9 }))
const mention = (rev: number, more = {}) =>
  ({ thing: 'mention', room: LOBBY, log: LOBBY_LOG, seq: 3, since: rev, rev, ...more }) as const
const mute = (rev: number, more: Partial<Mute> = {}): Mute => ({
  ...{ thing: 'mute', room: LOBBY, level: 'nothing', rev },
  ...more,
})
const after = (...things: Parameters<typeof ownChanges>[2] & object[]) =>
  apply(known, ownChanges(1, 9, things))
const news = (...things: Parameters<typeof after>) => {
  const seen = { sync: after(...things), marks: {}, now: NOON }
  return [newsIn(seen, LOBBY), mentionCounts(seen).total, newsCount(seen)]
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOON })
  return () => vi.useRealTimers()
})

it('lets nothing of a muted room count, a mention and a reply to one in a thread neither', () => {
  const inThread = mention(3, { log: 'thread:5', thread: 1, seq: 4 })
  expect(news(mention(2), inThread)).toEqual([7, 2, 2])
  expect(news(mention(2), inThread, mute(4))).toEqual([0, 0, 0])
})

it('lets only mentions count where they are what counts', () => {
  expect(news(mention(2), mute(3, { level: 'mentions' }))).toEqual([1, 1, 1])
  expect(news(mute(3, { level: 'mentions' }))).toEqual([0, 0, 0])
})

it('lets everything count again that was unmuted, or whose end has come', () => {
  const end = (ms: number) => ({ ends_at: new Date(NOON + ms).toISOString() })
  expect(news(mute(2), mute(3, { until: 3 }))).toEqual([7, 0, 1])
  expect(news(mute(2, end(1)))).toEqual([0, 0, 0])
  expect(news(mute(2, end(0)))).toEqual([7, 0, 1])
})

it('moves the time of the store on when a mute ends, and at least once a minute until then', async () => {
  const store = createClientStore(known)
  const stop = followEnds(store)
  const is = () => muteOf(store.getState(), LOBBY) !== null
  expect(vi.getTimerCount()).toBe(0)
  const ends_at = new Date(NOON + HOUR).toISOString()
  store.setState({ sync: after(mute(2, { ends_at })) })
  expect(is()).toBe(true)
  await vi.advanceTimersByTimeAsync(HOUR - 1)
  expect(is()).toBe(true)
  expect(store.getState().now).toBe(NOON + HOUR - 60_000)
  await vi.advanceTimersByTimeAsync(1)
  expect(is()).toBe(false)
  expect(vi.getTimerCount()).toBe(0)
  stop()
})

it('is over for a page that was asleep at the end, and before it is drawn for one that begins later', () => {
  const ends_at = new Date(NOON + HOUR).toISOString()
  const store = createClientStore(after(mute(2, { ends_at })))
  const stop = followEnds(store)
  vi.setSystemTime(NOON + 2 * HOUR)
  vi.advanceTimersByTime(60_000)
  expect(muteOf(store.getState(), LOBBY)).toBeNull()
  stop()
  expect(muteOf(createClientStore(after(mute(2, { ends_at }))).getState(), LOBBY)).toBeNull()
})
