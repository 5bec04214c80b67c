import { beforeEach, expect, it, vi } from 'vitest'
import { createClientStore } from '../sync/store'
import { hear, opened } from '../sync/testing/opened'
import { LOBBY, ownChanges, readPosition, RoomLog } from '../sync/testing/room-log'
import { appBadge, followUnread } from './badge'

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

it('counts rooms with news, and is taken away in the end', async () => {
  const log = new RoomLog()
  const store = createClientStore(hear(opened(log), ownChanges(1, 2, [readPosition(0, 2)])))
  const shown: number[] = []
  const stop = followUnread(store, { show: (count) => shown.push(count) })
  expect(shown).toEqual([0])
  for (const body of ['one', 'two']) {
    store.setState(({ sync }) => ({ sync: hear(sync, log.commit({ kind: 'send', body })) }))
  }
  await vi.advanceTimersByTimeAsync(250)
  expect(shown).toEqual([0, 1])
  store.setState({ marks: { [LOBBY]: { generation: 0, seq: 2, anew: false } } })
  await vi.advanceTimersByTimeAsync(250)
  expect(shown).toEqual([0, 1, 0])
  store.setState({ marks: {} })
  stop()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(shown).toEqual([0, 1, 0, 0])
})

it('does not count a muted room, and counts it again at the end of that', async () => {
  const log = new RoomLog()
  const said = hear(
    opened(log),
    ownChanges(1, 2, [readPosition(0, 2)]),
    log.commit({ kind: 'send', body: 'one' }),
  )
  const ends_at = new Date(Date.now() + 60_000).toISOString()
  const mute = { thing: 'mute', room: LOBBY, level: 'nothing', ends_at, rev: 3 } as const
  const store = createClientStore(hear(said, ownChanges(2, 3, [mute])))
  const shown: number[] = []
  const stop = followUnread(store, { show: (count) => shown.push(count) })
  expect(shown).toEqual([0])
  store.setState({ now: Date.now() + 60_000 })
  await vi.advanceTimersByTimeAsync(250)
  expect(shown).toEqual([0, 1])
  stop()
})

it('is set where there is one, whatever the browser says to that', async () => {
  const setAppBadge = vi.fn(() => Promise.reject(new Error('not installed')))
  const clearAppBadge = vi.fn(() => Promise.resolve())
  const badge = appBadge({ setAppBadge, clearAppBadge } as unknown as Navigator)
  badge.show(3)
  badge.show(0)
  await vi.advanceTimersByTimeAsync(0)
  expect(setAppBadge).toHaveBeenCalledWith(3)
  expect(clearAppBadge).toHaveBeenCalledOnce()
  expect(() => appBadge({} as Navigator).show(1)).not.toThrow()
})
