import { describe, expect, it } from 'vitest'
import { apply, isHole, roomsBehind } from './apply'
import { NOTHING_KNOWN } from './state'
import { lobby, opened } from './testing/opened'
import { LOBBY, RoomLog, welcome } from './testing/room-log'

describe('a hole', () => {
  it('is seen, raises the head and applies nothing', () => {
    const log = new RoomLog()
    const state = opened(log)
    log.commit({ kind: 'send', body: 'missed' })
    const frame = log.commit({ kind: 'send', body: 'heard' })
    expect(isHole(state, frame)).toBe(true)
    const after = apply(state, frame)
    expect(lobby(after)).toEqual({ ...lobby(state), head: frame.to, lastSeq: 2 })
    expect(roomsBehind(after)).toEqual([LOBBY])
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
    const [second, first] = [...(whole.messages ?? [])].sort((a, b) => a.rev - b.rev)
    if (!first || !second) throw new Error('two were said')
    const early = { ...whole, to: until, messages: [second] }
    const late = { ...whole, from: until, messages: [first] }
    expect([early, late].map((frame) => isHole(state, frame))).toEqual([true, true])
    state = [early, whole, late].reduce(apply, state)
    expect(lobby(state).messages).toEqual([first, second])
    expect(lobby(state).hasAfter).toBe(false)
  })

  it('is none where one commit said something and erased it', () => {
    const log = new RoomLog()
    const state = opened(log)
    const said = log.commit({ kind: 'send', body: 'erased at once' })
    const erased = log.commit({ kind: 'edit', seq: 0 })
    const both = { ...said, to: erased.to, messages: [...(said.messages ?? []), ...(erased.messages ?? [])] }
    expect(isHole(state, both)).toBe(false)
    expect(lobby(apply(state, both)).messages).toEqual(erased.messages)
  })

  it('shows by a beat alone', () => {
    const state = opened(new RoomLog())
    expect(roomsBehind(apply(state, { type: 'beat', heads: { [LOBBY]: 9 } }))).toEqual([LOBBY])
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
