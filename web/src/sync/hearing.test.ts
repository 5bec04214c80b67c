import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createHearing } from './hearing'
import type { Signal } from '../protocol.gen'
import { createClientStore } from './store'
import { opened } from './testing/opened'
import { BOB, LOBBY_LOG, message, RoomLog } from './testing/room-log'

const BOB_TYPES: Signal = {
  type: 'signal',
  kind: 'typing',
  log: LOBBY_LOG,
  person: BOB,
  is_typing: true,
}
const BOB_LEFT: Signal = {
  type: 'signal',
  kind: 'presence',
  log: LOBBY_LOG,
  person: BOB,
  state: 'offline',
}

function setUp() {
  const here = { isCounted: false }
  const store = createClientStore()
  const sync = opened(new RoomLog())
  store.setState({ sync, presences: { [BOB]: { state: 'online', lastSeen: null } } })
  const hearing = createHearing({ store, now: () => Date.now(), isCounted: () => here.isCounted })
  const typists = () => Object.keys(store.getState().typing[LOBBY_LOG]?.people ?? {})
  return { here, store, sync, hearing, typists }
}

const wait = (ms: number) => vi.advanceTimersByTime(ms)

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('what signals tell', () => {
  it('of typing is forgotten by itself, 6 s after the last one', () => {
    const { hearing, typists } = setUp()
    hearing.take(BOB_TYPES)
    wait(4_000)
    hearing.take(BOB_TYPES)
    wait(5_999)
    expect(typists()).toEqual([BOB])
    wait(1)
    expect(typists()).toEqual([])
  })

  it('of typing ends with the message, and with the connection', () => {
    const { hearing, sync, typists } = setUp()
    hearing.take(BOB_TYPES)
    hearing.told(
      { type: 'changes', log: LOBBY_LOG, from: 1, to: 2, things: [message(1, 2, 'hi', BOB)] },
      sync,
    )
    expect(typists()).toEqual([])
    hearing.take(BOB_TYPES)
    hearing.lost()
    expect(typists()).toEqual([])
  })

  it('of reports is counted, so that what shows them asks again', () => {
    const { hearing, store } = setUp()
    hearing.take({ type: 'signal', kind: 'reports', log: 'server' })
    hearing.take({ type: 'signal', kind: 'reports', log: 'server' })
    hearing.take({ type: 'signal', kind: 'of another version', log: 'server' })
    expect(store.getState().reportChanges).toBe(2)
  })

  it('of a new name of the server shows it at once', () => {
    const { hearing, store } = setUp()
    hearing.take({ type: 'signal', kind: 'server_name', log: 'server', name: 'Acme' })
    expect(store.getState().sync.settings?.name).toBe('Acme')
  })

  it('of a crowd is told without oneself', () => {
    const { here, hearing, store } = setUp()
    const crowd = (count: number): Signal => ({ type: 'signal', kind: 'typing', log: LOBBY_LOG, count })
    const counted = () => store.getState().typing[LOBBY_LOG]?.crowd?.count
    hearing.take(crowd(12))
    expect(counted()).toBe(12)
    here.isCounted = true
    hearing.take(crowd(12))
    expect(counted()).toBe(11)
    hearing.take(crowd(1))
    expect(counted()).toBeUndefined()
    hearing.take(crowd(0))
    expect(counted()).toBeUndefined()
  })

  it('of presence outlives a short loss of connection, and no longer one', () => {
    const { hearing, store } = setUp()
    hearing.take(BOB_LEFT)
    hearing.lost()
    wait(2_999)
    hearing.connected()
    wait(60_000)
    expect(store.getState().presences[BOB]?.state).toBe('offline')
    hearing.lost()
    wait(2_000)
    // The next try has failed as well: the loss is no shorter for that.
    hearing.lost()
    wait(1_000)
    expect(store.getState().presences).toEqual({})
  })
})
