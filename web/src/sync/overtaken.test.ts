import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, applyDetails, applyPage, isStale, roomsBehind } from './apply'
import { NOTHING_KNOWN } from './state'
import { lobby, opened } from './testing/opened'
import { LOBBY, RoomLog, welcome, type Event } from './testing/room-log'
import { commits, expectSameAs } from './testing/stories'

describe('a page that frames overtake', () => {
  it('pages up to the same rows however frames overtake pages', () => {
    fc.assert(
      fc.property(commits, fc.array(commits), fc.boolean(), (before, meanwhiles, isOpened) => {
        const log = new RoomLog()
        for (const events of before) log.commit(...events)
        let state = isOpened ? opened(log) : apply(NOTHING_KNOWN, log.welcome())
        for (const meanwhile of [...meanwhiles, []]) {
          const first = lobby(state).messages[0]
          const page = first ? log.page({ before: first.seq }) : log.page()
          const details = log.details()
          const frames = meanwhile.map((events) => log.commit(...events))
          state = applyPage(frames.reduce(apply, state), page, frames)
          state = applyDetails(state, details, frames)
        }
        expectSameAs(log, state, lobby(state).messages[0]?.seq ?? 1)
      }),
    )
  })

  it('pages down to the newest message however frames overtake pages', () => {
    fc.assert(
      fc.property(fc.array(commits), (meanwhiles) => {
        const log = new RoomLog()
        log.commit(...Array.from({ length: 9 }, (): Event => ({ kind: 'send', body: 'x' })))
        let state = applyPage(apply(NOTHING_KNOWN, welcome()), log.page({ before: 5 }))
        state = applyDetails(state, log.details())
        for (const meanwhile of [...meanwhiles, []]) {
          const page = log.page()
          const frames = meanwhile.map((events) => log.commit(...events))
          state = applyPage(frames.reduce(apply, state), page, frames)
          expect(lobby(state).hasAfter).toBe(false)
          expectSameAs(log, state, lobby(state).messages[0]?.seq ?? 1)
        }
      }),
    )
  })
})
describe('the first page', () => {
  it('gives the first cursor', () => {
    const log = new RoomLog()
    log.commit({ kind: 'send', body: 'hello' })
    expect(lobby(opened(log))).toMatchObject({ cursor: 2, hasBefore: false, hasAfter: false })
  })

  it('is brought up to what was heard while it was under way', () => {
    const log = new RoomLog()
    const page = log.page()
    const frames = ['one', 'two'].map((body) => log.commit({ kind: 'send', body }))
    const state = frames.reduce(apply, apply(NOTHING_KNOWN, welcome()))
    const whole = applyPage(state, page, frames)
    expect(lobby(whole)).toMatchObject({ cursor: 3, messages: log.messages })
    expect(roomsBehind(whole)).toEqual([])
    expect(roomsBehind(applyPage(state, page, frames.slice(1)))).toEqual([LOBBY])
  })
})

describe('a page', () => {
  it('that is older than what is known is refused if it cannot be brought up to that', () => {
    const log = new RoomLog()
    const page = log.page()
    const frames = ['one', 'two'].map((body) => log.commit({ kind: 'send', body }))
    const state = frames.reduce(apply, opened(new RoomLog()))
    expect([[], frames.slice(1), frames].map((heard) => isStale(state, page, heard))).toEqual([
      true,
      true,
      false,
    ])
    expect(applyPage(state, page)).toBe(state)
  })
})
