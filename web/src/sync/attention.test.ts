import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Attention, AWAY_AFTER_MS } from './attention'

function setUp() {
  const said: string[] = []
  const here = { live: true }
  const attention = new Attention({
    say: (state) => said.push(state),
    live: () => here.live,
    now: () => Date.now(),
  })
  attention.start()
  return { attention, said, here }
}

const wait = (ms: number) => vi.advanceTimersByTime(ms)

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('somebody at a page', () => {
  it('is away after five minutes without a sign, and online at the next one', () => {
    const { attention, said } = setUp()
    wait(AWAY_AFTER_MS - 1)
    expect(said).toEqual([])
    wait(1)
    expect(said).toEqual(['away'])
    wait(AWAY_AFTER_MS)
    attention.sign()
    attention.sign()
    expect(said).toEqual(['away', 'online'])
    wait(AWAY_AFTER_MS)
    expect(said).toEqual(['away', 'online', 'away'])
  })

  it('stays online for as long as there are signs', () => {
    const { attention, said } = setUp()
    for (let minute = 0; minute < 30; minute++) {
      wait(60_000)
      attention.sign()
    }
    expect(said).toEqual([])
    wait(AWAY_AFTER_MS)
    expect(said).toEqual(['away'])
  })

  it('says that they are away to a new connection, and nothing without one', () => {
    const { attention, said, here } = setUp()
    here.live = false
    wait(AWAY_AFTER_MS)
    expect(said).toEqual([])
    here.live = true
    attention.welcomed()
    expect(said).toEqual(['away'])
    attention.sign()
    attention.welcomed()
    expect(said).toEqual(['away', 'online'])
  })

  it('is not heard of after the end', () => {
    const { attention, said } = setUp()
    attention.stop()
    wait(2 * AWAY_AFTER_MS)
    expect(said).toEqual([])
  })
})
