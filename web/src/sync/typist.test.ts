import { describe, expect, it } from 'vitest'
import { Typist } from './typist'

function setUp() {
  const here = { now: 0, live: true, sending: false }
  const said: [room: string, isTyping: boolean][] = []
  const typist = new Typist({
    say: (room, isTyping) => said.push([room, isTyping]),
    live: () => here.live,
    isSending: () => here.sending,
    now: () => here.now,
  })
  return { here, said, typist }
}

describe('whoever types', () => {
  it('says so at once, and again every 3 s while the text changes', () => {
    const { here, said, typist } = setUp()
    for (here.now = 0; here.now <= 7_000; here.now += 100) typist.typed('lobby', 'h'.repeat(here.now + 1))
    expect(said).toEqual([
      ['lobby', true],
      ['lobby', true],
      ['lobby', true],
    ])
  })

  it('takes it back when nothing is left of the text', () => {
    const { said, typist } = setUp()
    typist.typed('lobby', 'h')
    typist.typed('lobby', '')
    typist.typed('lobby', '')
    expect(said).toEqual([
      ['lobby', true],
      ['lobby', false],
    ])
  })

  it('takes it back when they look elsewhere, and says it anew when they go on', () => {
    const { said, typist } = setUp()
    typist.paused('lobby')
    typist.typed('lobby', 'h')
    typist.paused('den')
    typist.paused('lobby')
    typist.typed('lobby', 'he')
    expect(said).toEqual([
      ['lobby', true],
      ['lobby', false],
      ['lobby', true],
    ])
  })

  it('leaves it to the message to end it, and says it at once for the next one', () => {
    const { said, typist } = setUp()
    typist.typed('lobby', 'h')
    typist.sent('lobby')
    typist.paused('lobby')
    typist.typed('lobby', 'a')
    expect(said).toEqual([
      ['lobby', true],
      ['lobby', true],
    ])
  })

  it('waits for a message of theirs that is under way, which would end it', () => {
    const { here, said, typist } = setUp()
    here.sending = true
    typist.typed('lobby', 'a')
    expect(said).toEqual([])
    here.sending = false
    typist.typed('lobby', 'an')
    expect(said).toEqual([['lobby', true]])
  })

  it('says nothing of spaces, nor while there is no connection', () => {
    const { here, said, typist } = setUp()
    typist.typed('lobby', ' \n')
    here.live = false
    typist.typed('lobby', 'h')
    here.live = true
    expect(said).toEqual([])
    typist.typed('lobby', 'he')
    expect(said).toEqual([['lobby', true]])
  })

  it('is counted by the server for 6 s and a little, unless they take it back', () => {
    const { here, typist } = setUp()
    typist.typed('lobby', 'h')
    typist.sent('lobby')
    here.now = 6_999
    expect(typist.isCounted('lobby')).toBe(true)
    expect(typist.isCounted('den')).toBe(false)
    here.now = 7_000
    expect(typist.isCounted('lobby')).toBe(false)
    typist.typed('lobby', 'h')
    typist.paused('lobby')
    expect(typist.isCounted('lobby')).toBe(false)
  })
})
