import { expect, it } from 'vitest'
import { dayName, dayNamed, dayValue, sinceWhen } from './times'

it.each([
  [new Date(2026, 10, 20, 0, 1), 'Today'],
  [new Date(2026, 10, 19, 23, 59), 'Yesterday'],
  [new Date(2026, 2, 5), 'Thursday, March 5'],
  [new Date(2025, 2, 5), 'March 5, 2025'],
])('calls %s %s', (at, name) => {
  expect(dayName(at, new Date(2026, 10, 20, 23, 0))).toBe(name)
})

it.each([
  [new Date(2026, 10, 20, 10, 42), '10:42 AM'],
  [new Date(2026, 10, 19, 10, 42), 'yesterday, 10:42 AM'],
  [new Date(2026, 2, 5, 10, 42), 'Thursday, March 5, 10:42 AM'],
])('says since when there is news: %s is %s', (at, words) => {
  expect(sinceWhen(at, new Date(2026, 10, 20, 23, 0)).replace(/\s/gu, ' ')).toBe(words)
})

it('a day goes into a field for dates and comes back as its beginning', () => {
  expect(dayValue(new Date(2026, 2, 5, 23, 59))).toBe('2026-03-05')
  expect(dayNamed('2026-03-05')).toEqual(new Date(2026, 2, 5))
  expect(dayNamed('')).toBeNull()
})
