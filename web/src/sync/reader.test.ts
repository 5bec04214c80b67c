import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MarkRead, MarkUnread, ReadPosition } from '../protocol.gen'
import { applyOwn } from './answers'
import { apply } from './apply'
import { Refusal, Unreachable } from './errors'
import { Reader } from './reader'
import { readUpTo, unreadCount, type Mark, type Marks } from './reads'
import { NOTHING_KNOWN } from './state'
import { deferred } from './testing/deferred'
import { LOBBY, readPosition, welcome } from './testing/room-log'

type Asked = {
  command: MarkRead | MarkUnread
  unread: boolean
  answer: ReturnType<typeof deferred<ReadPosition>>
}

/** A browser whose person has read two of nine messages, and a server that answers as it is told. */
function browser() {
  const page = {
    sync: apply(NOTHING_KNOWN, welcome({ reads: [readPosition(2)], lastSeq: 9 })),
    marks: {} as Marks,
    kept: new Map<string, Mark | null>(),
    live: true,
  }
  const asked: Asked[] = []
  const ask = (unread: boolean) => (command: MarkRead | MarkUnread) => {
    const answer = deferred<ReadPosition>()
    asked.push({ command, unread, answer })
    return answer.promise
  }
  const take = (position: ReadPosition) => {
    page.sync = applyOwn(page.sync, position)
  }
  const reader = new Reader({
    read: () => page,
    write: (marks) => {
      page.marks = marks
    },
    keep: (room, mark) => page.kept.set(room, mark),
    sendMark: ask(false),
    sendUnread: ask(true),
    take,
    live: () => page.live,
  })
  let rev = 1
  return {
    page,
    asked,
    reader,
    take,
    unread: () => unreadCount(page.sync, page.marks, LOBBY),
    place: () => readUpTo(page.sync, page.marks, LOBBY),
    async answer(at: number, outcome?: Error) {
      const { command, unread, answer } = asked[at]!
      if (outcome) answer.reject(outcome)
      else if (unread) answer.resolve(readPosition(command.seq - 1, ++rev, command.generation + 1))
      else answer.resolve(readPosition(command.seq, ++rev, command.generation))
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return () => vi.useRealTimers()
})

describe('a reader', () => {
  it('has read at once, and tells the server', async () => {
    const { reader, asked, unread, answer, page } = browser()
    expect(unread()).toBe(7)
    reader.mark(LOBBY, 5)
    expect(unread()).toBe(4)
    expect(asked.map(({ command }) => command)).toEqual([{ room: LOBBY, generation: 0, seq: 5 }])
    await answer(0)
    expect(page.marks).toEqual({})
    expect(page.kept.get(LOBBY)).toBe(null)
    expect(unread()).toBe(4)
  })

  it('tells it once a second, and then only the last', async () => {
    const { reader, asked, answer } = browser()
    for (const seq of [3, 4, 5]) reader.mark(LOBBY, seq)
    await answer(0)
    for (const seq of [6, 7]) reader.mark(LOBBY, seq)
    await vi.advanceTimersByTimeAsync(999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(asked.map(({ command }) => command.seq)).toEqual([3, 7])
  })

  it('goes back for nothing but being marked unread', async () => {
    const { reader, asked, place } = browser()
    reader.mark(LOBBY, 5)
    reader.mark(LOBBY, 4)
    expect(place()?.seq).toBe(5)
    expect(asked).toHaveLength(1)
  })

  it('keeps what it cannot tell, and tells it when the connection is back', async () => {
    const { reader, page, asked, unread } = browser()
    page.live = false
    reader.mark(LOBBY, 5)
    reader.mark(LOBBY, 6)
    expect([unread(), asked.length]).toEqual([3, 0])
    expect(page.kept.get(LOBBY)).toEqual({ generation: 0, seq: 6, anew: false })
    page.live = true
    reader.wake()
    expect(asked.map(({ command }) => command.seq)).toEqual([6])
  })

  it('tells it again when the connection was lost under way', async () => {
    const { reader, page, asked, answer } = browser()
    reader.mark(LOBBY, 5)
    page.live = false
    await answer(0, new Unreachable())
    page.live = true
    reader.wake()
    expect(asked.map(({ command }) => command.seq)).toEqual([5, 5])
  })

  it('lets go of what another device has told', () => {
    const { reader, page, asked, take } = browser()
    page.live = false
    reader.mark(LOBBY, 5)
    take(readPosition(8, 2))
    page.live = true
    reader.wake()
    expect([asked.length, page.marks]).toEqual([0, {}])
  })

  it('waits as long as it is told to, and gives up what is refused for good', async () => {
    const { reader, page, asked, answer } = browser()
    reader.mark(LOBBY, 5)
    const busy = { code: 'rate_limited', message: '', retryable: true, retry_after_ms: 3_000 }
    await answer(0, new Refusal(busy))
    await vi.advanceTimersByTimeAsync(2_999)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await answer(1, new Refusal({ code: 'not_found', message: '', retryable: false }))
    expect([asked.length, page.marks]).toEqual([2, {}])
  })

  it('begins a generation to mark unread', async () => {
    const { reader, asked, unread, place, answer } = browser()
    reader.markUnread(LOBBY, 2)
    expect([unread(), asked[0]?.unread]).toEqual([8, true])
    expect(asked[0]?.command).toEqual({ room: LOBBY, generation: 0, seq: 2 })
    await answer(0)
    expect(place()).toMatchObject({ generation: 1, seq: 1 })
  })

  it('forgets what was marked unread and is read before the server knew', () => {
    const { reader, page, asked, place } = browser()
    page.live = false
    reader.markUnread(LOBBY, 2)
    reader.mark(LOBBY, 9)
    page.live = true
    reader.wake()
    expect(asked.map(({ command, unread }) => [command.generation, command.seq, unread])).toEqual([
      [0, 9, false],
    ])
    expect(place()).toMatchObject({ generation: 0, seq: 9 })
  })

  it('counts its own message as read when nothing new lies before it', () => {
    const { reader, unread, take } = browser()
    reader.sent({ room: LOBBY, seq: 10, rev: 20, client_id: 'c' })
    expect(unread()).toBe(7)
    take(readPosition(9, 2))
    reader.sent({ room: LOBBY, seq: 10, rev: 20, client_id: 'c' })
    expect(unread()).toBe(0)
  })
})
