import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { CacheChange } from './cache'
import { Keeper } from './keeper'
import { createClientStore } from './store'
import { deferred } from './testing/deferred'
import { hear, opened } from './testing/opened'
import { LOBBY, LOBBY_LOG, OWN_LOG, RoomLog } from './testing/room-log'

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

/** A keeper over a disk that answers as it is told, and a page that is idle when it is told. */
function setUp({ write = async (): Promise<void> => {} } = {}) {
  const log = new RoomLog()
  const store = createClientStore()
  const written: CacheChange[] = []
  const idle: (() => void)[] = []
  const page = { busy: false }
  const keeper = new Keeper({
    store,
    cache: {
      write: async (change) => {
        written.push(change)
        await write()
      },
    },
    lastRooms: () => [LOBBY],
    whenIdle: (work) => (page.busy ? void idle.push(work) : work()),
  })
  keeper.start()
  const hears = (body: string) =>
    store.setState(({ sync }) => ({ sync: hear(sync, log.commit({ kind: 'send', body })) }))
  const opens = () => store.setState({ sync: opened(log) })
  return { log, store, written, idle, page, keeper, hears, opens }
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const names = ({ logs }: CacheChange) => [...logs.keys()].sort()

describe('a keeper', () => {
  it('writes everything first, then once a second what has changed', async () => {
    const { written, hears, opens } = setUp()
    await wait(5_000)
    expect(written).toEqual([])
    opens()
    await wait(1_000)
    expect(written.map(names)).toEqual([[OWN_LOG, LOBBY_LOG, 'server']])
    expect(written[0]?.anew).toBe(true)
    for (let number = 0; number < 100; number++) hears(`message ${number}`)
    await wait(1_000)
    expect(written).toHaveLength(2)
    expect(written[1]?.anew).toBe(false)
    expect(names(written[1]!)).toEqual([OWN_LOG, LOBBY_LOG])
    expect(written[1]?.logs.get(LOBBY_LOG)?.messages.at(-1)?.body).toBe('message 99')
    await wait(60_000)
    expect(written).toHaveLength(2)
  })

  it('waits until the page is idle', async () => {
    const { written, idle, page, opens } = setUp()
    page.busy = true
    opens()
    await wait(10_000)
    expect(written).toEqual([])
    idle.forEach((work) => work())
    await wait(0)
    expect(written).toHaveLength(1)
  })

  it('removes a room that one has left', async () => {
    const { written, store, opens } = setUp()
    opens()
    await wait(1_000)
    store.setState(({ sync }) => ({ sync: hear(sync, { type: 'gone', log: LOBBY_LOG, at: 2 }) }))
    await wait(1_000)
    expect(written[1]?.logs.get(LOBBY_LOG)).toBeNull()
  })

  it('writes at once when the page may be closed, and not again for that', async () => {
    const { written, keeper, hears, opens } = setUp()
    opens()
    hears('last words')
    await keeper.flush()
    expect(written[0]?.logs.get(LOBBY_LOG)?.messages.at(-1)?.body).toBe('last words')
    await wait(60_000)
    expect(written).toHaveLength(1)
  })

  it('writes one change after the other', async () => {
    const writing = deferred<void>()
    const { written, keeper, hears, opens } = setUp({ write: () => writing.promise })
    opens()
    const flushed = keeper.flush()
    await wait(0)
    hears('meanwhile')
    const again = keeper.flush()
    await wait(0)
    expect(written).toHaveLength(1)
    writing.resolve()
    await Promise.all([flushed, again])
    expect(written[1]).toMatchObject({ anew: false })
    expect(written[1]?.logs.get(LOBBY_LOG)?.messages.at(-1)?.body).toBe('meanwhile')
  })

  it('tries a disk that fails again, with all that was not written, and ever more seldom', async () => {
    let fails = true
    const { written, hears, opens } = setUp({
      write: () => (fails ? Promise.reject(new Error('full')) : Promise.resolve()),
    })
    opens()
    await wait(60_000)
    expect(written).toHaveLength(5)
    fails = false
    hears('later')
    await wait(60_000)
    expect(written).toHaveLength(6)
    expect(written[5]).toMatchObject({ anew: true })
  })

  it('writes nothing more once it is stopped', async () => {
    const writing = deferred<void>()
    const { written, keeper, hears, opens } = setUp({ write: () => writing.promise })
    opens()
    await wait(1_000)
    hears('a secret')
    const flushed = keeper.flush()
    keeper.stop()
    writing.reject(new Error('removed'))
    await flushed
    hears('another')
    await wait(600_000)
    expect(written).toHaveLength(1)
  })
})
