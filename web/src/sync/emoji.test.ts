import { describe, expect, it } from 'vitest'
import type { Signal } from '../protocol.gen'
import { isBehind, withEmojiSignal } from './emoji'
import { withEmojiList } from './emojiList'
import { NOTHING_KNOWN } from './state'

const told = (name: string, rev: number, picture?: string): Signal => ({
  type: 'signal',
  kind: 'emoji',
  log: 'server',
  emoji: name,
  rev,
  ...(picture !== undefined && { picture }),
})

describe('the emoji of a server', () => {
  it('are what the signals say, as long as none is missing', () => {
    const one = withEmojiSignal(NOTHING_KNOWN, told('parrot', 1, 'a'))
    const two = withEmojiSignal(one, told('constructor', 2, 'b'))
    expect([...two.emoji.pictures]).toEqual([
      ['parrot', 'a'],
      ['constructor', 'b'],
    ])
    const three = withEmojiSignal(two, told('parrot', 3))
    expect([...three.emoji.pictures.keys()]).toEqual(['constructor'])
    expect(isBehind(three)).toBe(false)
    // Twice, or late.
    expect(withEmojiSignal(three, told('parrot', 1, 'a'))).toBe(three)
  })

  it('are read anew where one is missing', () => {
    const gap = withEmojiSignal(NOTHING_KNOWN, told('parrot', 2, 'a'))
    expect(gap.emoji.pictures.size).toBe(0)
    expect(isBehind(gap)).toBe(true)
    const read = withEmojiList(gap, { emoji: [{ name: 'parrot', picture: 'a' }], rev: 2, people: {} })
    expect([read.emoji.pictures.get('parrot'), isBehind(read)]).toEqual(['a', false])
    // An answer that was overtaken.
    expect(withEmojiList(read, { emoji: [], rev: 1, people: {} })).toBe(read)
  })
})
