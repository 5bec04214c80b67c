import { expect, it } from 'vitest'
import { shortTime } from './when'

it('says when in as few letters as tell it apart', () => {
  const now = new Date('2026-03-05T12:00:00Z')
  const said = (at: string) => shortTime(new Date(at), now)
  expect(said('2026-03-05T08:05:00Z')).toMatch(/^8:05\sAM$/)
  expect(said('2026-03-04T23:00:00Z')).toBe('Wed')
  expect(said('2026-02-01T08:00:00Z')).toBe('Feb 1')
  expect(said('2025-12-31T08:00:00Z')).toBe('12/31/25')
})
