import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Unreachable } from './errors'
import { connected } from './testing/far'

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('coming back', () => {
  it.each([
    ['seen', [250, 500, 1_000, 2_000, 2_500, 2_500, 2_500, 2_500, 2_500]],
    ['hidden', [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]],
  ])(
    'waits longer each time, with jitter: less than 5 s when seen, 60 s when hidden (%s)',
    async (how, expected) => {
      const { last, states, opened, page } = connected({
        renew: () => Promise.reject(new Unreachable('down')),
      })
      page.seen = how === 'seen'
      const waits: number[] = []
      for (let attempt = 0; attempt < 9; attempt++) {
        last().breaks()
        await wait(0)
        const state = states.at(-1)!
        if (state.phase !== 'waiting') throw new Error(state.phase)
        waits.push(state.retryAt - Date.now())
        await wait(waits.at(-1)!)
      }
      expect(waits).toEqual(expected)
      expect(opened).toHaveLength(10)
    },
  )

  it('begins with short waits again after a welcome, and remembers since when it was away', async () => {
    const { last, states } = connected()
    last().welcomes()
    last().breaks(1006)
    await wait(0)
    const lost = states.at(-1)!
    await wait(250)
    last().breaks()
    await wait(0)
    expect(states.at(-1)).toMatchObject({ phase: 'waiting', since: lost.phase === 'waiting' && lost.since })
    await wait(500)
    last().welcomes()
    last().breaks(1006)
    await wait(0)
    expect(states.at(-1)).toMatchObject({ retryAt: Date.now() + 250, since: Date.now() })
  })

  it('renews its session first when a socket fails to open, and not when an open one breaks', async () => {
    const { last, renewed } = connected()
    last().breaks()
    await wait(0)
    expect(renewed).toHaveBeenCalledTimes(1)
    await wait(250)
    last().welcomes()
    last().breaks()
    await wait(0)
    expect(renewed).toHaveBeenCalledTimes(1)
  })

  it('renews on 4401, and stops when there is no session any more', async () => {
    const { last, phase, renewed, opened } = connected({ renew: async () => false })
    last().welcomes()
    last().breaks(4401)
    await wait(60_000)
    expect(renewed).toHaveBeenCalledTimes(1)
    expect(phase()).toBe('stopped')
    expect(opened).toHaveLength(1)
  })

  it('is quick after 4408 and keeps to its time after a drain', async () => {
    const { last, opened } = connected()
    last().welcomes()
    last().breaks(4408)
    await wait(125)
    expect(opened).toHaveLength(2)
    last().welcomes()
    last().says({ type: 'drain', reconnect_after_ms: 5_000 })
    last().breaks(1012)
    await wait(4_999)
    expect(opened).toHaveLength(2)
    await wait(1)
    expect(opened).toHaveLength(3)
  })

  it('stays away once the server speaks another version', async () => {
    const { socket, last, opened, phase } = connected()
    last().onopen?.()
    last().breaks(4426)
    await wait(60_000)
    socket.retryNow()
    expect(phase()).toBe('outdated')
    expect(opened).toHaveLength(1)
  })

  it('comes back no sooner than a refusal of the whole socket says, with jitter', async () => {
    const { last, opened } = connected()
    last().onopen?.()
    last().says({
      type: 'error',
      code: 'rate_limited',
      message: 'You have 20 connections open already.',
      retryable: true,
      retry_after_ms: 30_000,
    })
    last().breaks(4429)
    await wait(30_249)
    expect(opened).toHaveLength(1)
    await wait(1)
    expect(opened).toHaveLength(2)
    last().onopen?.()
    last().breaks()
    await wait(500)
    expect(opened).toHaveLength(3)
  })

  it('tries at once when told that it may work now', async () => {
    const { socket, last, opened } = connected()
    last().welcomes()
    socket.networkLost()
    expect(opened[0]?.closed).toBe(true)
    socket.retryNow()
    expect(opened).toHaveLength(2)
    socket.retryNow()
    expect(opened).toHaveLength(2)
  })

  it('tries when somebody comes or writes, but not with every key', async () => {
    const { socket, last, opened, page } = connected()
    last().welcomes()
    page.seen = false
    for (const ms of [0, 250, 500, 1_000, 2_000]) {
      await wait(ms)
      last().breaks(1006)
      await wait(0)
    }
    expect(opened).toHaveLength(5)
    await wait(1_000)
    socket.attend()
    expect(opened).toHaveLength(6)
    last().breaks()
    await wait(0)
    socket.attend()
    await wait(999)
    socket.attend()
    expect(opened).toHaveLength(6)
    await wait(1)
    socket.attend()
    expect(opened).toHaveLength(7)
  })

  it('comes no sooner than the server wants, whoever comes or writes', async () => {
    const { socket, last, opened } = connected()
    last().welcomes()
    last().says({ type: 'drain', reconnect_after_ms: 5_000 })
    last().breaks(1012)
    await wait(4_999)
    socket.attend()
    expect(opened).toHaveLength(1)
    await wait(1)
    expect(opened).toHaveLength(2)
  })

  it('does not trust a socket that was silent while its page was asleep', async () => {
    const { socket, last, opened } = connected()
    last().welcomes()
    await wait(40_000)
    socket.attend()
    expect(opened).toHaveLength(1)
    await wait(1)
    socket.attend()
    expect(opened.map(({ closed }) => closed)).toEqual([true, false])
  })

  it('does not hear a socket that it has let go', async () => {
    const { socket, opened, frames } = connected()
    opened[0]?.welcomes()
    socket.networkLost()
    opened[0]?.says({ type: 'beat', heads: {} })
    opened[0]?.breaks()
    expect(frames).toHaveLength(1)
  })
})
