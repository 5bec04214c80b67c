import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { createStateCache, type CacheChange } from './cache'
import { kept } from './kept'
import { NOTHING_KNOWN, type SyncState } from './state'
import { hear, opened } from './testing/opened'
import { ADA, BOB, LOBBY, LOBBY_LOG, RoomLog } from './testing/room-log'

const log = new RoomLog()
const state = kept(hear(opened(log), log.commit({ kind: 'send', body: 'one' })), [LOBBY])
const whole = (of: SyncState): CacheChange => ({
  anew: true,
  rest: of,
  logs: new Map(Object.entries(of.logs)),
})

describe('a cache', () => {
  it('gives back what was written, after a reload', async () => {
    const cache = createStateCache(ADA, 'v1')
    expect(await cache.read()).toBeNull()
    await cache.write(whole(state))
    expect(await createStateCache(ADA, 'v1').read()).toEqual(state)
    await cache.wipe()
  })

  it('takes what has changed, and removes what is gone', async () => {
    const cache = createStateCache(ADA, 'v1')
    await cache.write(whole(state))
    const { [LOBBY_LOG]: _gone, ...logs } = state.logs
    await cache.write({ anew: false, rest: state, logs: new Map([[LOBBY_LOG, null]]) })
    expect(await cache.read()).toEqual({ ...state, logs })
    await cache.write({ anew: false, rest: state, logs: new Map([[LOBBY_LOG, state.logs[LOBBY_LOG]!]]) })
    expect(await cache.read()).toEqual(state)
    await cache.wipe()
  })

  it('forgets what another tab has written when it begins anew', async () => {
    const cache = createStateCache(ADA, 'v1')
    await cache.write(whole({ ...state, logs: { ...state.logs, 'room:7': state.logs[LOBBY_LOG]! } }))
    await cache.write(whole(state))
    expect(Object.keys((await cache.read())?.logs ?? {}).sort()).toEqual(Object.keys(state.logs).sort())
    await cache.wipe()
  })

  it('is nothing to a client that understands something else', async () => {
    await createStateCache(ADA, 'v1').write(whole(state))
    expect(await createStateCache(ADA, 'v2').read()).toBeNull()
    await createStateCache(ADA, 'v1').wipe()
  })

  it('is nothing without its person’s own log', async () => {
    await createStateCache(ADA, 'v1').write(whole({ ...NOTHING_KNOWN, epoch: 'e1', me: state.me }))
    expect(await createStateCache(ADA, 'v1').read()).toBeNull()
    await createStateCache(ADA, 'v1').wipe()
  })

  it('has nothing of anybody else', async () => {
    await createStateCache(ADA, 'v1').write(whole(state))
    expect(await createStateCache(BOB, 'v1').read()).toBeNull()
    await Promise.all([createStateCache(ADA, 'v1').wipe(), createStateCache(BOB, 'v1').wipe()])
  })

  it('is cleared and goes on, or is removed for good, while other tabs have it open', async () => {
    const [here, there] = [createStateCache(ADA, 'v1'), createStateCache(ADA, 'v1')]
    await there.write(whole(state))
    await here.clear()
    expect(await there.read()).toBeNull()
    await there.write(whole(state))
    await here.wipe()
    await expect(there.write(whole(state))).rejects.toThrow()
    await expect(here.write(whole(state))).rejects.toThrow()
    expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`parley-cache-${ADA}`)
  })
})
