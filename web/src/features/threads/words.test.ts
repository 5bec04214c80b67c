import { describe, expect, it } from 'vitest'
import { lastReply, replyCount, threadNamed } from './words'

const NOW = new Date('2027-01-10T12:00:00Z')
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)

describe('what is said of a thread', () => {
  it('counts its replies', () => {
    expect([replyCount(1), replyCount(3)]).toEqual(['1 reply', '3 replies'])
  })

  it.each([
    [0.5, 'last just now'],
    [-1, 'last just now'],
    [2, 'last 2 m'],
    [125, 'last 2 h'],
    [3 * 24 * 60, 'last 3 d'],
    [800 * 24 * 60, 'last 2 y'],
  ])('says how long ago the last one was: %s minutes', (minutes, words) => {
    expect(lastReply(before(minutes), NOW)).toBe(words)
  })
})

describe('the address of a thread', () => {
  it('names its root, and perhaps a reply', () => {
    expect(threadNamed('17')).toEqual({ root: 17, reply: null })
    expect(threadNamed('17-3')).toEqual({ root: 17, reply: 3 })
  })

  it.each([null, '', '0', 'x', '17-', '17-3-4', '-3'])('is nothing else: %s', (argument) => {
    expect(threadNamed(argument)).toBeNull()
  })
})
