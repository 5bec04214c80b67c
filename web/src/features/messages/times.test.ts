import { expect, it } from 'vitest'
import { dayName } from './times'

it.each([
  [new Date(2026, 10, 20, 0, 1), 'Today'],
  [new Date(2026, 10, 19, 23, 59), 'Yesterday'],
  [new Date(2026, 2, 5), 'Thursday, March 5'],
  [new Date(2025, 2, 5), 'March 5, 2025'],
])('calls %s %s', (at, name) => {
  expect(dayName(at, new Date(2026, 10, 20, 23, 0))).toBe(name)
})
