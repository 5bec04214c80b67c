import { expect, it } from 'vitest'
import { endedWords, lastUsedWords, sessionName, sizeWords } from './words'

const now = new Date(2026, 10, 20, 12, 0)

it.each([
  [new Date(2026, 10, 20, 12, 5), 'used within the last half hour'],
  [new Date(2026, 10, 20, 11, 31), 'used within the last half hour'],
  [new Date(2026, 10, 20, 11, 30), 'used within the last hour'],
  [new Date(2026, 10, 20, 11, 0), 'used 1 hour ago'],
  [new Date(2026, 10, 19, 12, 1), 'used 23 hours ago'],
  [new Date(2026, 10, 19, 12, 0), 'used 1 day ago'],
  [new Date(2026, 10, 13, 12, 0), 'used on Nov 13, 2026'],
])('says of %s: %s', (at, words) => {
  expect(lastUsedWords(at, now)).toBe(words)
})

it.each([
  [0, 'You were signed in nowhere else.'],
  [1, 'One other session was signed out.'],
  [2, '2 other sessions were signed out.'],
])('of %s sessions that ended it says: %s', (sessions, words) => {
  expect(endedWords(sessions)).toBe(words)
})

it.each([
  ['Firefox on Linux', 'Firefox on Linux'],
  ['A browser on macOS', 'A browser on macOS'],
  ['A browser', 'A browser'],
  ['curl', 'curl'],
  ['', 'An unknown device'],
])('calls a session from %j: %j', (device, name) => {
  expect(sessionName(device)).toBe(name)
})

it.each([
  [0, '0.1 kB'],
  [999, '1 kB'],
  [81_920, '81.9 kB'],
  [1_000_000, '1 MB'],
  [2_500_000_000_000, '2,500 GB'],
])('says of a file of %s bytes: %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})
