import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { SendMessage, Sent } from '../protocol.gen'
import { Refusal, Unreachable } from './errors'
import { Outbox, type OutboxItem, type OutboxNews } from './outbox'
import { inMemory } from './shelf'
import { deferred } from './testing/deferred'

const LOBBY = '100'
const DEN = '200'
const refusal = (fields: Partial<ConstructorParameters<typeof Refusal>[0]> = {}) =>
  new Refusal({ code: 'forbidden', message: 'Not today.', retryable: false, ...fields })

/** A tab: an outbox over a shelf that it may share, and a server that answers as it is told. */
function tab(shelf = inMemory()) {
  const asked: { command: SendMessage; answer: ReturnType<typeof deferred<Sent>> }[] = []
  const told: OutboxNews[] = []
  const seen = { live: true, items: [] as readonly OutboxItem[] }
  const outbox = new Outbox({
    shelf,
    send: (command) => {
      const answer = deferred<Sent>()
      asked.push({ command, answer })
      return answer.promise
    },
    live: () => seen.live,
    publish: (items) => {
      seen.items = items
    },
    tell: (news) => told.push(news),
    now: () => new Date(0),
    random: () => 1,
  })
  let seq = 0
  return {
    outbox,
    shelf,
    asked,
    told,
    seen,
    bodies: () => asked.map(({ command }) => command.body),
    async settle(at: number, outcome?: Error) {
      await vi.waitFor(() => expect(asked.length).toBeGreaterThan(at))
      const { command, answer } = asked[at]!
      if (outcome) answer.reject(outcome)
      else answer.resolve({ ...command, seq: ++seq, rev: seq })
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => vi.useRealTimers()
})

describe('an outbox', () => {
  it('shows a message at once and keeps it before it is sent', async () => {
    const { outbox, shelf, seen, asked } = tab()
    await outbox.lead()
    void outbox.add(LOBBY, 'c1', 'hello')
    expect(seen.items).toMatchObject([{ client_id: 'c1', body: 'hello', order: null }])
    expect(asked).toEqual([])
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    expect(await shelf.unsent()).toMatchObject([{ client_id: 'c1' }])
  })

  it('keeps what a message answers, and sends that with it', async () => {
    const first = tab()
    const reply = { seq: 3, sender: '2', body: 'Shall we?' }
    await first.outbox.add(LOBBY, 'c1', 'yes', reply)
    const { outbox, asked, seen } = tab(first.shelf)
    await outbox.lead()
    expect(seen.items).toMatchObject([{ client_id: 'c1', reply }])
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    expect(asked[0]!.command).toEqual({ room: LOBBY, client_id: 'c1', body: 'yes', reply_to: 3 })
  })

  it('sends first in first out, one unanswered in each room', async () => {
    const { outbox, settle, bodies, shelf } = tab()
    await outbox.lead()
    for (const [room, body] of [
      [LOBBY, 'a'],
      [LOBBY, 'b'],
      [DEN, 'x'],
      [LOBBY, 'c'],
    ] as const) {
      await outbox.add(room, `c-${body}`, body)
    }
    await vi.advanceTimersByTimeAsync(0)
    expect(bodies()).toEqual(['a', 'x'])
    await settle(0)
    await settle(2)
    expect(bodies()).toEqual(['a', 'x', 'b', 'c'])
    await settle(1)
    await settle(3)
    expect(await shelf.unsent()).toEqual([])
  })

  it('holds those behind a refusal that may be tried again', async () => {
    const { outbox, settle, bodies } = tab()
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    await outbox.add(LOBBY, 'c2', 'b')
    await settle(0, refusal({ code: 'rate_limited', retryable: true, retry_after_ms: 800 }))
    await vi.advanceTimersByTimeAsync(799)
    expect(bodies()).toEqual(['a'])
    await vi.advanceTimersByTimeAsync(1)
    await settle(1)
    expect(bodies()).toEqual(['a', 'a', 'b'])
  })

  it('leaves what waits for a moderator to the server, and sends what is behind it', async () => {
    const { outbox, settle, bodies, seen, shelf } = tab()
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    await outbox.add(LOBBY, 'c2', 'b')
    await settle(0, refusal({ code: 'held', retryable: false }))
    expect(seen.items).toMatchObject([{ client_id: 'c2' }])
    expect(await shelf.unsent()).toMatchObject([{ client_id: 'c2' }])
    await settle(1)
    expect(bodies()).toEqual(['a', 'b'])
  })

  it('sends the same client_id again when there was no answer', async () => {
    const { outbox, settle, asked } = tab()
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    await settle(0, new Unreachable('lost'))
    await vi.advanceTimersByTimeAsync(500)
    expect(asked.map(({ command }) => command.client_id)).toEqual(['c1', 'c1'])
  })

  it('waits while there is no connection', async () => {
    const { outbox, seen, bodies } = tab()
    seen.live = false
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(bodies()).toEqual([])
    seen.live = true
    outbox.wake()
    expect(bodies()).toEqual(['a'])
  })

  it('keeps what is refused for good, and goes on with the next', async () => {
    const { outbox, settle, bodies, seen, shelf } = tab()
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    await outbox.add(LOBBY, 'c2', 'b')
    await settle(0, refusal())
    expect(bodies()).toEqual(['a', 'b'])
    expect(seen.items[0]).toMatchObject({ client_id: 'c1', failed: 'Not today.' })
    await settle(1)
    expect(await shelf.unsent()).toMatchObject([{ client_id: 'c1', failed: 'Not today.' }])

    await outbox.retry('c1')
    expect(bodies()).toEqual(['a', 'b', 'a'])
    await settle(2, refusal())
    expect(await outbox.remove('c1')).toMatchObject({ body: 'a', reply: null })
    expect(await shelf.unsent()).toEqual([])
  })

  it('never takes back what may still be sent', async () => {
    const { outbox } = tab()
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    expect(await outbox.remove('c1')).toBeNull()
  })

  it('lets go of a message when the room itself has brought it, not when it is answered', async () => {
    const { outbox, settle, seen } = tab()
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    await settle(0)
    outbox.settle(() => 0)
    expect(seen.items).toMatchObject([{ client_id: 'c1', sent: { rev: 1 } }])
    outbox.settle(() => null)
    expect(seen.items).toHaveLength(1)
    outbox.settle(() => 1)
    expect(seen.items).toEqual([])
  })

  it('sends again what was answered and not seen yet, when the server has gone back to a backup', async () => {
    const { outbox, settle, asked, seen } = tab()
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    await settle(0)
    outbox.sendAgain()
    await settle(1)
    expect(asked.map(({ command }) => command.client_id)).toEqual(['c1', 'c1'])
    expect(seen.items).toMatchObject([{ client_id: 'c1', sent: { seq: 2 } }])
  })

  it('sends what a disk that does not answer has not kept', async () => {
    const silent = { ...inMemory(), add: () => new Promise<number>(() => undefined) }
    const { outbox, bodies, seen } = tab(silent)
    await outbox.lead()
    void outbox.add(LOBBY, 'c1', 'a')
    void outbox.add(LOBBY, 'c2', 'b')
    await vi.advanceTimersByTimeAsync(4_999)
    expect(bodies()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(bodies()).toEqual(['a'])
    expect(seen.items.map(({ client_id }) => client_id)).toEqual(['c1', 'c2'])
  })

  it('goes on where nothing can be kept', async () => {
    const full = { ...inMemory(), add: () => Promise.reject(new DOMException('full', 'QuotaExceededError')) }
    const { outbox, settle, bodies } = tab(full)
    await outbox.lead()
    await outbox.add(LOBBY, 'c1', 'a')
    await outbox.add(LOBBY, 'c2', 'b')
    await settle(0)
    await settle(1)
    expect(bodies()).toEqual(['a', 'b'])
  })

  it('survives a reload, in order', async () => {
    const before = tab()
    before.seen.live = false
    await before.outbox.lead()
    for (const body of ['a', 'b', 'c']) await before.outbox.add(LOBBY, `c-${body}`, body)

    const after = tab(before.shelf)
    await after.outbox.lead()
    for (const at of [0, 1, 2]) await after.settle(at)
    expect(after.bodies()).toEqual(['a', 'b', 'c'])
  })
})

describe('two tabs', () => {
  it('show the same, and one of them sends', async () => {
    const first = tab()
    const second = tab(first.shelf)
    await first.outbox.lead()
    await second.outbox.add(LOBBY, 'c1', 'from the second')
    expect(second.bodies()).toEqual([])
    for (const news of second.told) first.outbox.hear(news)
    await first.settle(0)
    expect(first.bodies()).toEqual(['from the second'])
    for (const news of first.told) second.outbox.hear(news)
    expect(second.seen.items).toMatchObject([{ client_id: 'c1', sent: { seq: 1 } }])
  })

  it('go on when the one that sends is closed', async () => {
    const first = tab()
    const second = tab(first.shelf)
    await second.outbox.add(LOBBY, 'c1', 'left behind')
    await second.outbox.lead()
    await vi.advanceTimersByTimeAsync(0)
    expect(second.bodies()).toEqual(['left behind'])
  })
})
