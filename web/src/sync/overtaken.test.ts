import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyAnswer, isStale } from './answers'
import { apply, logsBehind } from './apply'
import { NOTHING_KNOWN } from './state'
import { hear, lobby, opened } from './testing/opened'
import { LOBBY_LOG, RoomLog, welcome, type Event } from './testing/room-log'
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
          state = applyAnswer(hear(state, ...frames), page, frames)
          state = applyAnswer(state, details, frames)
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
        let state = applyAnswer(apply(NOTHING_KNOWN, welcome()), log.page({ before: 5 }))
        state = applyAnswer(state, log.details())
        for (const meanwhile of [...meanwhiles, []]) {
          const page = log.page()
          const frames = meanwhile.map((events) => log.commit(...events))
          state = applyAnswer(hear(state, ...frames), page, frames)
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
    const state = hear(apply(NOTHING_KNOWN, welcome()), ...frames)
    const whole = applyAnswer(state, page, frames)
    expect(lobby(whole)).toMatchObject({ cursor: 3, messages: log.messages })
    expect(logsBehind(whole)).toEqual([])
    expect(logsBehind(applyAnswer(state, page, frames.slice(1)))).toEqual([LOBBY_LOG])
  })
})

describe('a page', () => {
  it('that is older than what is known is refused if it cannot be brought up to that', () => {
    const log = new RoomLog()
    const page = log.page()
    const frames = ['one', 'two'].map((body) => log.commit({ kind: 'send', body }))
    const state = hear(opened(new RoomLog()), ...frames)
    expect([[], frames.slice(1), frames].map((heard) => isStale(state, page, heard))).toEqual([
      true,
      true,
      false,
    ])
    expect(applyAnswer(state, page)).toBe(state)
  })
})
