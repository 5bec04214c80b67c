import { describe, expect, it } from 'vitest'
import type { Poll } from '../../protocol.gen'
import { card } from '../../sync/testing/room-log'
import { closesAt, localValue } from './closing'
import { filled, problemWith, withOption, without } from './lines'
import { termsWords, votersWords, whoChose } from './words'

const people = { '1': card('Ada', 1), '2': card('Bob', 1), '3': card('Cem', 1) }
const NOW = new Date(2026, 0, 31, 12)
const poll = (more: Partial<Poll>): Poll => ({
  thing: 'poll',
  seq: 1,
  question: 'Lunch?',
  options: ['Pizza', 'Sushi'],
  counts: [0, 0],
  first: [[], []],
  voters: 0,
  rev: 1,
  ...more,
})

describe('the words about a poll', () => {
  it('is how one votes, and until when', () => {
    expect(termsWords(poll({}), false, NOW)).toBe('Choose one')
    expect(termsWords(poll({ multiple: true, anonymous: true }), false, NOW)).toBe('Choose any · Anonymous')
    const later = new Date(2026, 1, 2, 9, 30).toISOString()
    expect(termsWords(poll({ closes_at: later }), false, NOW)).toMatch(/^Choose one · Closes .*2.*, .*9:30/)
    expect(termsWords(poll({ closes_at: later, anonymous: true }), true, NOW)).toBe('Closed · Anonymous')
  })

  it('is who voted', () => {
    expect([0, 1, 2].map(votersWords)).toEqual(['No votes yet', '1 person voted', '2 people voted'])
    const chosen = { text: 'Pizza', percent: 100, first: ['2', '3', '1'] }
    expect(whoChose({ ...chosen, count: 3, mine: true }, '1', people)).toBe('You, Bob and Cem')
    expect(whoChose({ ...chosen, count: 9, mine: false, first: ['2'] }, '1', people)).toBe('Bob and 8 others')
    expect(whoChose({ ...chosen, count: 0, mine: false, first: [] }, '1', people)).toBe('')
  })
})

describe('what is written of a poll', () => {
  it('has two options at least, and keeps them apart', () => {
    expect(filled(['Pizza'])).toEqual([
      { key: 0, text: 'Pizza' },
      { key: 1, text: '' },
    ])
    const three = withOption(filled(['a', 'b']))
    expect(without(three, 0).map(({ key }) => key)).toEqual([1, 2])
    expect(withOption(without(three, 0)).at(-1)).toEqual({ key: 3, text: '' })
  })

  it('is looked through before it is sent', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => `${at}`)
    expect(problemWith('Lunch?', many(20))).toBeNull()
    expect(problemWith('Lunch?', many(1))).toBe('Write at least two options.')
    expect(problemWith('Lunch?', many(21))).toBe('A poll has 20 options at most. Remove some.')
    expect(problemWith('Lunch?', ['a', 'b'.repeat(101)])).toBe('An option has 100 characters at most.')
    expect(problemWith('?'.repeat(301), many(2))).toBe('A question has 300 characters at most.')
  })

  it('closes after a span, or at the reader’s own time', () => {
    expect(closesAt('never', '', NOW)).toBeNull()
    expect(closesAt('day', '', NOW)).toBe(new Date(2026, 1, 1, 12).toISOString())
    expect(closesAt('at', localValue(NOW), NOW)).toBe(NOW.toISOString())
  })
})
