import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Frames, GetSync } from '../protocol.gen'
import { applyAnswer } from './answers'
import { apply } from './apply'
import { Feed } from './feed'
import { NOTHING_KNOWN, roomOf } from './state'
import { deferred } from './testing/deferred'
import { LOBBY, LOBBY_LOG, OWN_LOG, ownChanges, RoomLog, welcome } from './testing/room-log'

function setUp() {
  const log = new RoomLog()
  let state = applyAnswer(apply(NOTHING_KNOWN, welcome()), log.page())
  const asked: { request: GetSync; answer: ReturnType<typeof deferred<Frames>> }[] = []
  const feed = new Feed({
    read: () => state,
    write: (next) => {
      state = next
    },
    told: () => undefined,
    sync: (request) => {
      const answer = deferred<Frames>()
      asked.push({ request, answer })
      return answer.promise
    },
  })
  const say = (body: string) => log.commit({ kind: 'send', body })
  const bodies = () => roomOf(state, LOBBY)?.messages.map(({ body }) => body)
  return { log, feed, asked, say, bodies, state: () => state }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('a feed', () => {
  it('waits for a frame that was overtaken, and asks nothing', async () => {
    const { feed, say, bodies, asked } = setUp()
    const [one, two] = [say('one'), say('two')]
    feed.take(two)
    expect(bodies()).toEqual([])
    await vi.advanceTimersByTimeAsync(19)
    feed.take(one)
    expect(bodies()).toEqual(['one', 'two'])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toEqual([])
  })

  it('asks for what does not come within 20 ms, from its cursor', async () => {
    const { feed, log, say, bodies, asked } = setUp()
    say('lost')
    feed.take(say('heard'))
    await vi.advanceTimersByTimeAsync(20)
    expect(asked.map(({ request }) => request)).toEqual([
      { epoch: 'e1', cursors: { [OWN_LOG]: 1, server: 1, [LOBBY_LOG]: 1 } },
    ])
    asked[0]?.answer.resolve({ frames: [welcome(), log.since(1)] })
    await vi.advanceTimersByTimeAsync(0)
    expect(bodies()).toEqual(['lost', 'heard'])
  })

  it('does not keep all of a flood behind a hole, and reads it then', async () => {
    const { feed, log, say, bodies, asked } = setUp()
    const lost = say('lost')
    const said = Array.from({ length: 1_001 }, (_, number) => say(`${number}`))
    for (const frame of said) feed.take(frame)
    feed.take(lost)
    expect(bodies()).toEqual(['lost'])
    await vi.advanceTimersByTimeAsync(20)
    asked[0]?.answer.resolve({ frames: [log.since(2)] })
    await vi.advanceTimersByTimeAsync(0)
    expect(bodies()?.at(-1)).toBe('1000')
  })

  it('asks again when there was no answer', async () => {
    const { feed, say, asked } = setUp()
    say('lost')
    feed.take(say('heard'))
    await vi.advanceTimersByTimeAsync(20)
    asked[0]?.answer.reject(new Error('lost too'))
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toHaveLength(2)
  })

  it('finds a lost last message by a beat', async () => {
    const { feed, log, say, bodies, asked } = setUp()
    say('lost')
    feed.take({ type: 'beat', heads: { [LOBBY_LOG]: log.head } })
    await vi.advanceTimersByTimeAsync(20)
    asked[0]?.answer.resolve({ frames: [log.since(1)] })
    await vi.advanceTimersByTimeAsync(0)
    expect(bodies()).toEqual(['lost'])
  })

  it('asks after a welcome for rooms that hello did not name, and for no others', async () => {
    const { feed, log, say, asked } = setUp()
    expect(feed.hello()).toEqual({ epoch: 'e1', cursors: { [OWN_LOG]: 1, server: 1, [LOBBY_LOG]: 1 } })
    say('said meanwhile')
    const back = welcome({ head: log.head })
    feed.take(back)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked).toEqual([])

    const late = setUp()
    late.feed.take(back)
    await vi.advanceTimersByTimeAsync(20)
    expect(late.asked.map(({ request }) => request.cursors)).toEqual([
      { [OWN_LOG]: 1, server: 1, [LOBBY_LOG]: 1 },
    ])
  })

  it('repairs a hole in its own log', async () => {
    const { feed, asked } = setUp()
    feed.take(ownChanges(4, 5))
    await vi.advanceTimersByTimeAsync(20)
    expect(asked).toHaveLength(1)
    asked[0]?.answer.resolve({ frames: [welcome({ own: 5 }), ownChanges(1, 5)] })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked).toHaveLength(1)
  })

  it('leaves to a new connection what the old one lacked', async () => {
    const { feed, say, asked } = setUp()
    say('lost')
    feed.take(say('heard'))
    feed.clear()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked).toEqual([])
  })
})
