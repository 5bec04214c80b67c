import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Unreachable } from './errors'
import { ALL_UNKNOWN, type Presences } from './presence'
import type { Watched } from '../protocol.gen'
import { deferred } from './testing/deferred'
import { hear, opened } from './testing/opened'
import { ADA, BOB, LOBBY, RoomLog } from './testing/room-log'
import { Watcher } from './watcher'

function setUp() {
  const log = new RoomLog()
  let sync = opened(log)
  const here = { live: true, presences: ALL_UNKNOWN as Presences }
  const asked: {
    room: string
    people: string[]
    answer: ReturnType<typeof deferred<Watched>>
  }[] = []
  const watcher = new Watcher({
    read: () => sync,
    write: (presences) => (here.presences = presences),
    watch: (room, people) => {
      const answer = deferred<Watched>()
      asked.push({ room, people, answer })
      return answer.promise
    },
    live: () => here.live,
  })
  const happens = (kind: 'come' | 'go') => {
    const before = sync
    sync = hear(sync, log.commit({ kind }))
    watcher.changed(before)
  }
  return { watcher, asked, here, happens, told: () => asked.map(({ room, people }) => [room, ...people]) }
}

const wait = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const online = (...people: string[]): Watched => ({
  people: people.map((person) => ({ person, state: 'online', last_seen: null })),
})

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('a watch', () => {
  it('begins with the room, and ends with it', async () => {
    const { watcher, asked, here, told } = setUp()
    const close = watcher.open(LOBBY)
    await wait(0)
    asked[0]!.answer.resolve(online(ADA))
    await wait(0)
    expect(Object.keys(here.presences)).toEqual([ADA])
    close()
    expect(told()).toEqual([[LOBBY, ADA], [LOBBY]])
    await wait(1_000)
    expect(here.presences).toEqual({})
  })

  it('is renewed once for members who come together, and not for those who are watched', async () => {
    const { watcher, asked, happens, told } = setUp()
    watcher.open(LOBBY)
    await wait(0)
    asked[0]!.answer.resolve(online(ADA))
    happens('come')
    happens('go')
    happens('come')
    await wait(1_000)
    expect(told()).toEqual([
      [LOBBY, ADA],
      [LOBBY, ADA, BOB],
    ])
    happens('go')
    happens('come')
    await wait(1_000)
    expect(asked).toHaveLength(2)
  })

  it('begins again with each connection, and keeps what is known until it is answered', async () => {
    const { watcher, asked, here, told } = setUp()
    watcher.open(LOBBY)
    await wait(0)
    asked[0]!.answer.resolve(online(ADA))
    await wait(0)
    watcher.welcomed()
    await wait(0)
    expect(told()).toEqual([
      [LOBBY, ADA],
      [LOBBY, ADA],
    ])
    here.live = false
    asked[1]!.answer.reject(new Unreachable('The connection was lost.'))
    await wait(60_000)
    expect(Object.keys(here.presences)).toEqual([ADA])
    expect(asked).toHaveLength(2)
  })

  it('that is refused is asked for again, and nothing is known meanwhile', async () => {
    const { watcher, asked, here } = setUp()
    here.presences = { [BOB]: { state: 'online', lastSeen: null } }
    watcher.open(LOBBY)
    await wait(0)
    asked[0]!.answer.reject(new Error('refused'))
    await wait(0)
    expect(here.presences).toEqual({})
    await wait(10_000)
    asked[1]!.answer.resolve(online(ADA))
    await wait(0)
    expect(Object.keys(here.presences)).toEqual([ADA])
  })

  it('of a room that was left for another says nothing any more', async () => {
    const { watcher, asked, here } = setUp()
    const close = watcher.open(LOBBY)
    await wait(0)
    close()
    watcher.open('elsewhere')
    asked[0]!.answer.resolve(online(ADA))
    await wait(1_000)
    expect(here.presences).toEqual({})
  })
})
