import { describe, expect, it } from 'vitest'
import { card } from '../../sync/testing/room-log'
import { whoReacted } from './reacted'

const people = Object.fromEntries(
  ['Ada', 'Bob', 'Cem', 'Dora', 'Eve', 'Fay'].map((name, at) => [`${at + 1}`, card(name, 1)]),
)
const who = (count: number, first: string[], mine = false) =>
  whoReacted({ emoji: '👍', count, first, mine }, '1', people)

describe('who reacted', () => {
  it('is named, oneself first', () => {
    expect(who(1, ['2'])).toBe('Bob reacted with 👍')
    expect(who(1, ['1'], true)).toBe('You reacted with 👍')
    expect(who(2, ['2', '1'], true)).toBe('You and Bob reacted with 👍')
    expect(who(3, ['2', '1', '3'], true)).toBe('You, Bob and Cem reacted with 👍')
  })

  it('is counted where there are many', () => {
    expect(who(6, ['2', '3', '4', '5', '6', '7'])).toBe(
      'Bob, Cem, Dora, Eve, Fay and 1 other reacted with 👍',
    )
    expect(who(300, ['2', '3'], true)).toBe('You, Bob, Cem and 297 others reacted with 👍')
    expect(who(1, ['99'])).toBe('Somebody reacted with 👍')
  })
})
