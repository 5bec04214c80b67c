import { describe, expect, it } from 'vitest'
import type { Changes, Reset, Signal } from '../protocol.gen'
import { ADA, BOB, LOBBY_LOG, message, RoomLog, welcome } from './testing/room-log'
import { withOwnThings } from './apply'
import { hear, opened } from './testing/opened'
import { nextForgotten, NOBODY_TYPES, typingAfter, withoutForgotten, withTypingSignal } from './typing'

const log = new RoomLog()
log.commit({ kind: 'send', body: 'hello' })
const sync = opened(log)
const EVE = '3'

const typing = (person: string, is_typing = true): Signal => ({
  type: 'signal',
  kind: 'typing',
  log: LOBBY_LOG,
  person,
  is_typing,
})
const crowd = (count: number): Signal => ({ type: 'signal', kind: 'typing', log: LOBBY_LOG, count })
const typists = (signals: readonly Signal[], now = 0) =>
  signals.reduce((known, signal) => withTypingSignal(known, signal, sync, now), NOBODY_TYPES)
const who = (known: typeof NOBODY_TYPES) => Object.keys(known[LOBBY_LOG]?.people ?? {})
const said = (sender: string, seq: number): Changes => ({
  type: 'changes',
  log: LOBBY_LOG,
  from: 2,
  to: 3,
  things: [message(seq, 3, 'there', sender)],
})

describe('somebody types', () => {
  it('until they say that they do not', () => {
    expect(who(typists([typing(BOB), typing(EVE)]))).toEqual([BOB, EVE])
    expect(who(typists([typing(BOB), typing(EVE), typing(BOB, false)]))).toEqual([EVE])
    expect(typists([typing(BOB), typing(BOB, false)])).toEqual({})
  })

  it('but nobody sees people typing who they blocked', () => {
    const block = { thing: 'block', person: BOB, at: '2026-01-01T00:00:00.000Z', since: 9, rev: 9 } as const
    const deaf = withOwnThings(sync, [block])
    expect(withTypingSignal(NOBODY_TYPES, typing(BOB), deaf, 0)).toEqual({})
    const again = withOwnThings(deaf, [{ ...block, until: 10, rev: 10 }])
    expect(who(withTypingSignal(NOBODY_TYPES, typing(BOB), again, 0))).toEqual([BOB])
  })

  it('until 6 s after they said so last', () => {
    const known = withTypingSignal(typists([typing(BOB), typing(EVE)]), typing(BOB), sync, 3_000)
    expect(nextForgotten(known)).toBe(6_000)
    expect(who(withoutForgotten(known, 5_999))).toEqual([BOB, EVE])
    expect(who(withoutForgotten(known, 6_000))).toEqual([BOB])
    expect(withoutForgotten(known, 9_000)).toEqual({})
    expect(nextForgotten(NOBODY_TYPES)).toBeNull()
  })

  it('until their message is there, and not that of somebody else', () => {
    const known = typists([typing(BOB), typing(EVE)])
    expect(who(typingAfter(known, said(BOB, 2), sync))).toEqual([EVE])
    expect(typingAfter(known, said(ADA, 2), sync)).toBe(known)
  })

  it('and goes on although an older message of theirs changes', () => {
    const known = typists([typing(BOB)])
    expect(typingAfter(known, said(BOB, 1), sync)).toBe(known)
  })

  it('until the log is gone, begins anew, or belongs to another history', () => {
    const known = typists([typing(BOB)])
    const page = log.page()
    const reset: Reset = { ...page, type: 'reset', complete: [], things: page.messages }
    expect(typingAfter(known, { type: 'gone', log: LOBBY_LOG, at: 9 }, sync)).toEqual({})
    expect(typingAfter(known, reset, sync)).toEqual({})
    expect(typingAfter(known, { ...welcome(), epoch: 'another' }, sync)).toEqual({})
    expect(typingAfter(known, welcome(), sync)).toBe(known)
    expect(typingAfter(known, { type: 'beat', heads: {} }, sync)).toBe(known)
  })

  it('and is never oneself, in another tab', () => {
    expect(typists([typing(ADA)])).toBe(NOBODY_TYPES)
  })

  it('and is nobody in a log that is not followed', () => {
    const left = hear(sync, { type: 'gone', log: LOBBY_LOG, at: 9 })
    expect(withTypingSignal(NOBODY_TYPES, typing(BOB), left, 0)).toBe(NOBODY_TYPES)
  })
})

describe('a crowd', () => {
  it('is counted, until it stops or is forgotten', () => {
    expect(typists([typing(BOB), crowd(12)])[LOBBY_LOG]).toEqual({
      people: {},
      crowd: { count: 12, until: 6_000 },
    })
    expect(typists([crowd(12), crowd(0)])).toEqual({})
    expect(withoutForgotten(typists([crowd(12)]), 6_000)).toEqual({})
  })

  it('gives way to people when the log has few readers again', () => {
    const known = typists([crowd(12), typing(BOB)])
    expect(who(known)).toEqual([BOB])
    expect(known[LOBBY_LOG]?.crowd).toBeNull()
  })
})
