import { describe, expect, it } from 'vitest'
import { apply, isHole, logsBehind } from './apply'
import { NOTHING_KNOWN } from './state'
import { hear, lobby, opened } from './testing/opened'
import { LOBBY_LOG, RoomLog, welcome } from './testing/room-log'

describe('a hole', () => {
  it('is seen, raises the head and applies nothing', () => {
    const log = new RoomLog()
    const state = opened(log)
    log.commit({ kind: 'send', body: 'missed' })
    const frame = log.commit({ kind: 'send', body: 'heard' })
    expect(isHole(state, frame)).toBe(true)
    const after = apply(state, frame)
    expect(lobby(after)).toEqual({ ...lobby(state), head: frame.to, lastSeq: 2 })
    expect(logsBehind(after)).toEqual([LOBBY_LOG])
  })

  it('is one as well where a message is missing that was erased later, and stands in the next stretch', () => {
    const log = new RoomLog()
    let state = opened(log)
    const from = log.head
    log.commit({ kind: 'send', body: 'erased later' })
    log.commit({ kind: 'send', body: 'stays' })
    const until = log.head
    log.commit({ kind: 'edit', seq: 0 })
    const whole = log.since(from)
    const [second, first] = whole.things ?? []
    if (!first || !second) throw new Error('two were said')
    const early = { ...whole, to: until, things: [second] }
    const late = { ...whole, from: until, things: [first] }
    expect([early, late].map((frame) => isHole(state, frame))).toEqual([true, true])
    state = hear(state, early, whole, late)
    expect(lobby(state).messages).toEqual([first, second])
    expect(lobby(state).hasAfter).toBe(false)
  })

  it('is none where one commit said something and erased it', () => {
    const log = new RoomLog()
    const state = opened(log)
    const said = log.commit({ kind: 'send', body: 'erased at once' })
    const erased = log.commit({ kind: 'edit', seq: 0 })
    const both = { ...said, to: erased.to, things: [...(said.things ?? []), ...(erased.things ?? [])] }
    expect(isHole(state, both)).toBe(false)
    expect(lobby(apply(state, both)).messages).toEqual(erased.things)
  })

  it('shows by a beat alone', () => {
    const state = opened(new RoomLog())
    expect(logsBehind(apply(state, { type: 'beat', heads: { [LOBBY_LOG]: 9 } }))).toEqual([LOBBY_LOG])
  })

  it('is none in a room that was never opened: its head rises', () => {
    const log = new RoomLog()
    const state = apply(NOTHING_KNOWN, welcome())
    log.commit({ kind: 'send', body: 'one' })
    const frame = log.commit({ kind: 'send', body: 'two' })
    expect(isHole(state, frame)).toBe(false)
    expect(lobby(apply(state, frame))).toMatchObject({ cursor: null, head: 3, messages: [] })
  })
})
