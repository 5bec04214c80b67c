import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Api } from './api'
import { apply } from './apply'
import { createErasing, erasureKey } from './erasing'
import { createClientStore } from './store'
import { deferred } from './testing/deferred'
import { opened } from './testing/opened'
import { LOBBY, LOBBY_LOG, RoomLog } from './testing/room-log'

const UNDO_MS = 10_000

/** The lobby with a message, and a server whose answers the test gives. */
function talkedIn() {
  const log = new RoomLog()
  log.commit({ kind: 'send', body: 'hello' })
  const store = createClientStore()
  store.setState({ sync: opened(log) })
  const calls: { verb: string; answer: ReturnType<typeof deferred<object>> }[] = []
  const api = {
    call(verb: string) {
      const answer = deferred<object>()
      calls.push({ verb, answer })
      return answer.promise
    },
  } as unknown as Api
  const answer = async (result: object) => {
    calls.at(-1)?.answer.resolve({ room: LOBBY, seq: 1, ...result })
    await vi.advanceTimersByTimeAsync(0)
  }
  const refuse = async (why: string) => {
    calls.at(-1)?.answer.reject(new Error(why))
    await vi.advanceTimersByTimeAsync(0)
  }
  const hear = (to: number) => {
    store.setState(({ sync }) => {
      const from = sync.logs[LOBBY_LOG]?.cursor ?? 0
      return { sync: apply(sync, { type: 'changes', log: LOBBY_LOG, from, to, things: [] }) }
    })
    return vi.advanceTimersByTimeAsync(0)
  }
  const erasure = () => store.getState().erasures[erasureKey(LOBBY, 1)]
  const verbs = () => calls.map(({ verb }) => verb)
  return { ...createErasing(api, store), answer, refuse, hear, erasure, verbs, head: log.head }
}

describe('a deletion', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('shows at once, and can be undone for as long as the server says', async () => {
    const room = talkedIn()
    void room.erase(LOBBY, 1)
    expect(room.erasure()).toEqual({ phase: 'erasing' })
    await room.answer({ rev: room.head + 1, undo_ms: UNDO_MS })
    expect(room.erasure()).toEqual({ phase: 'erasing' })
    await room.hear(room.head + 1)
    expect(room.erasure()).toEqual({ phase: 'erased' })
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1)
    expect(room.erasure()).toEqual({ phase: 'erased' })
    await vi.advanceTimersByTimeAsync(1)
    expect(room.erasure()).toBeUndefined()
  })

  it('that somebody else made before offers nothing', async () => {
    const room = talkedIn()
    void room.erase(LOBBY, 1)
    await room.answer({ rev: room.head, undo_ms: 0 })
    expect(room.erasure()).toBeUndefined()
  })

  it('is undone once, however often one clicks, and then said no more of', async () => {
    const room = talkedIn()
    void room.erase(LOBBY, 1)
    await room.answer({ rev: room.head, undo_ms: UNDO_MS })
    void room.restore(LOBBY, 1)
    void room.restore(LOBBY, 1)
    expect(room.erasure()).toEqual({ phase: 'restoring' })
    await room.answer({ rev: room.head })
    expect(room.verbs()).toEqual(['message.erase', 'message.restore'])
    expect(room.erasure()).toBeUndefined()
    await vi.advanceTimersByTimeAsync(UNDO_MS)
    expect(room.erasure()).toBeUndefined()
  })

  it('that is refused says why, until it is tried again', async () => {
    const room = talkedIn()
    void room.erase(LOBBY, 1)
    await room.refuse('The server cannot be reached.')
    expect(room.erasure()).toEqual({
      phase: 'refused',
      what: 'erase',
      why: 'The server cannot be reached.',
    })
    void room.erase(LOBBY, 1)
    await room.answer({ rev: room.head, undo_ms: UNDO_MS })
    expect(room.erasure()).toEqual({ phase: 'erased' })
  })

  it('that cannot be undone any more says why', async () => {
    const room = talkedIn()
    void room.erase(LOBBY, 1)
    await room.answer({ rev: room.head, undo_ms: UNDO_MS })
    void room.restore(LOBBY, 1)
    await room.refuse('The time is over.')
    expect(room.erasure()).toEqual({ phase: 'refused', what: 'restore', why: 'The time is over.' })
  })
})
