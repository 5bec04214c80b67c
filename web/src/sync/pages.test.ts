import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { MessagePage, RoomDetails, ServerFrame } from '../protocol.gen'
import type { Api, Command } from './api'
import { applyAnswer } from './answers'
import { Feed } from './feed'
import { createPages } from './pages'
import { roomOf } from './state'
import { createClientStore } from './store'
import { deferred } from './testing/deferred'
import { LOBBY, LOBBY_LOG, membership, ownChanges, room, RoomLog, welcome } from './testing/room-log'

type Asked = {
  verb: string
  command: Command<'message.list'>
  answer: ReturnType<typeof deferred<MessagePage | RoomDetails>>
}

const said = (count: number) => Array.from({ length: count }, () => ({ kind: 'send', body: 'x' }) as const)

/** A client in the lobby whose questions the test answers. */
function setUp(log: RoomLog) {
  const asked: Asked[] = []
  const api = {
    call(verb: string, command: Command<'message.list'>) {
      const answer = deferred<MessagePage | RoomDetails>()
      asked.push({ verb, command, answer })
      return answer.promise
    },
  } as unknown as Api
  const store = createClientStore()
  const feed = new Feed({
    read: () => store.getState().sync,
    write: (sync) => store.setState({ sync }),
    told: () => undefined,
    sync: () => Promise.reject(new Error('nothing is lost here')),
  })
  feed.take(log.welcome())
  return {
    asked,
    feed,
    pages: createPages(api, store, feed),
    lobby: () => roomOf(store.getState().sync, LOBBY),
    /** The lobby with messages before a place, and not what comes after them. */
    showBefore: (before: number) =>
      store.setState(({ sync }) => ({ sync: applyAnswer(sync, log.page({ before })) })),
    async answer(at: number, answer: MessagePage | RoomDetails) {
      asked[at]!.answer.resolve(answer)
      await vi.advanceTimersByTimeAsync(0)
    },
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

describe('what is after a range', () => {
  it('is read from the oldest that is kept when all of the range has been deleted', async () => {
    const log = new RoomLog()
    log.commit(...said(9))
    const { asked, feed, pages, lobby, showBefore, answer } = setUp(log)
    showBefore(4)
    feed.take(log.commit({ kind: 'forget', count: 6 }))
    expect(lobby()).toMatchObject({ messages: [], hasBefore: false, hasAfter: true })

    void pages.after(LOBBY)
    expect(asked.map(({ command }) => command)).toMatchObject([{ room: LOBBY, around: 7 }])
    await answer(0, log.page())
    expect(lobby()?.messages.map(({ seq }) => seq)).toEqual([7, 8, 9])
    expect(lobby()).toMatchObject({ hasBefore: false, hasAfter: false })
  })
})

describe('a jump to another part of a room', () => {
  it('is not undone by a page that was under way', async () => {
    const log = new RoomLog()
    log.commit(...said(30))
    const { asked, pages, lobby, showBefore, answer } = setUp(log)
    showBefore(30)
    const older = pages.before(LOBBY)
    void pages.around(LOBBY, 1)
    await answer(1, log.page({ before: 4 }))
    await answer(0, log.page({ before: 27 }))
    await older
    expect(lobby()?.messages[0]?.seq).toBe(1)
    expect(asked.map(({ verb }) => verb)).toEqual(['message.list', 'message.list', 'room.get'])
  })

  it('to a time leads to the first message from then on, or else to the newest', async () => {
    const log = new RoomLog()
    log.commit(...said(3))
    const { asked, pages, answer } = setUp(log)
    const page = log.page()
    const timed = page.messages.map((message, at) => ({
      ...message,
      created_at: `2026-11-0${at + 1}T00:00:00.000Z`,
    }))
    const found = pages.at(LOBBY, new Date('2026-11-01T12:00:00Z'))
    expect(asked[0]?.command).toMatchObject({ room: LOBBY, at: '2026-11-01T12:00:00.000Z' })
    await answer(0, { ...page, messages: timed })
    expect(await found).toBe(2)
    const later = pages.at(LOBBY, new Date('2026-12-01T12:00:00Z'))
    await answer(1, { ...page, messages: timed })
    expect(await later).toBe(3)
  })
})

describe('in a room where somebody says something all the time', () => {
  it('a page shows what was changed and said while it was under way', async () => {
    const log = new RoomLog()
    log.commit(...said(9))
    const { asked, feed, pages, lobby, showBefore, answer } = setUp(log)
    showBefore(8)
    void pages.after(LOBBY)
    const page = log.page()
    for (let times = 0; times < 5; times++) feed.take(log.commit({ kind: 'edit', seq: 7 }, ...said(1)))
    await answer(0, page)
    expect(asked).toHaveLength(1)
    expect(lobby()).toMatchObject({ cursor: log.head, hasAfter: false, messages: log.messages.slice(4) })
  })

  it('the first page and the members come at once', async () => {
    const log = new RoomLog()
    log.commit(...said(2))
    const { asked, feed, pages, lobby, answer } = setUp(log)
    const opened = pages.open(LOBBY)
    const page = log.page()
    for (let times = 0; times < 5; times++) feed.take(log.commit(...said(1)))
    await answer(0, page)
    const details = log.details()
    feed.take(log.commit({ kind: 'come' }))
    await answer(1, details)
    await opened
    expect(asked.map(({ verb }) => verb)).toEqual(['message.list', 'room.get'])
    expect(lobby()).toMatchObject({ cursor: log.head, messages: log.messages, membersComplete: true })
    expect(Object.keys(lobby()?.members ?? {})).toHaveLength(2)
  })
})

describe('a page that a new beginning overtakes', () => {
  const reset = (log: RoomLog): ServerFrame => ({
    type: 'reset',
    log: LOBBY_LOG,
    head: log.head,
    things: [...log.page().messages, ...log.details().members, log.info],
    complete: ['stay', 'room'],
    has_before: true,
  })

  it.each([
    ['a reset', (log: RoomLog) => [reset(log)]],
    ['another epoch', () => [welcome({ epoch: 'e2' })]],
    [
      'another stay',
      () => [ownChanges(1, 3, [membership(LOBBY, 1, 2, 10), membership(LOBBY, 11, 3)], room())],
    ],
  ])('is asked for again: %s', async (_what, news) => {
    const log = new RoomLog()
    log.commit(...said(9))
    const { asked, feed, pages, lobby, showBefore, answer } = setUp(log)
    showBefore(8)
    void pages.before(LOBBY)
    const page = log.page({ before: 5 })
    log.commit(...said(4))
    for (const frame of news(log)) feed.take(frame)
    const after = lobby()
    await answer(0, page)
    expect(lobby()).toBe(after)
    expect(asked).toHaveLength(2)
  })

  it('is not asked for again in a room that one is not in any more', async () => {
    const { asked, feed, pages, answer } = setUp(new RoomLog())
    const opened = pages.newest(LOBBY)
    feed.take({ type: 'gone', log: LOBBY_LOG, at: 5 })
    await answer(0, new RoomLog().page())
    await opened
    expect(asked).toHaveLength(1)
  })
})
