import { describe, expect, it } from 'vitest'
import { keepingChoices, keepingLabel, keepsLess } from './keeping'

describe('for how long messages are kept', () => {
  it('is chosen from a few spans, the longest first', () => {
    expect(keepingChoices(0).map(keepingLabel)).toEqual([
      'For ever',
      '1 year',
      '90 days',
      '30 days',
      '7 days',
    ])
  })

  it('can be what a program has set', () => {
    expect(keepingChoices(45).map(keepingLabel)).toContain('45 days')
    expect(keepingChoices(1).map(keepingLabel).at(-1)).toBe('1 day')
    expect(keepingChoices(36_500).map(keepingLabel)[1]).toBe('36500 days')
  })

  it('is less or not, for ever being the most', () => {
    expect(keepsLess(30, 0)).toBe(true)
    expect(keepsLess(7, 30)).toBe(true)
    expect(keepsLess(30, 30)).toBe(false)
    expect(keepsLess(0, 30)).toBe(false)
    expect(keepsLess(0, 0)).toBe(false)
  })
})
