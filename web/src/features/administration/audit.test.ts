import { describe, expect, it } from 'vitest'
import { actionWords, dayAfter, dayBegins, detailWords } from './audit'

describe('an act, in words', () => {
  it('says what was done', () => {
    expect(actionWords('user.set_role')).toBe('User: set role')
    expect(actionWords('cli.reset_link')).toBe('Cli: reset link')
    expect(actionWords('setup')).toBe('Setup')
  })

  it('says what there is to say besides', () => {
    expect(detailWords({ before: 'open', after: null, was_in: true })).toBe(
      'before: open, after: none, was in: true',
    )
    expect(detailWords({})).toBe('')
  })
})

describe('a day', () => {
  it('is as long as it is here', () => {
    expect([dayBegins(''), dayAfter('')]).toEqual([null, null])
    for (const day of ['2026-03-29', '2026-10-25', '2026-12-31']) {
      const hours = (Date.parse(dayAfter(day) ?? '') - Date.parse(dayBegins(day) ?? '')) / 3_600_000
      expect(hours).toBeGreaterThanOrEqual(23)
      expect(hours).toBeLessThanOrEqual(25)
    }
  })
})
