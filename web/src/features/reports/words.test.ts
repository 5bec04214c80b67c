import { describe, expect, it } from 'vitest'
import { EVERY_REASON, isLong, REASONS } from './words'

describe('a reported message', () => {
  it('is folded if it is long or has many lines', () => {
    expect(isLong('')).toBe(false)
    expect(isLong('a'.repeat(500))).toBe(false)
    expect(isLong('a'.repeat(501))).toBe(true)
    expect(isLong('a\n'.repeat(7))).toBe(false)
    expect(isLong('a\n'.repeat(8))).toBe(true)
  })
})

it('the reason that says least is offered last', () => {
  expect(EVERY_REASON.map((reason) => REASONS[reason])).toEqual([
    'Spam',
    'Insults or harassment',
    'Somebody could be hurt',
    'Private information',
    'Something else',
  ])
})
