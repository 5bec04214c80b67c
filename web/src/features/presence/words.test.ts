import { describe, expect, it } from 'vitest'
import { countWords, lastSeenWords } from './words'

const NOW = new Date('2026-11-20T12:00:00Z')
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)

describe('when somebody was last seen', () => {
  it.each([
    [before(-30), 'Last seen just now'],
    [before(59), 'Last seen just now'],
    [before(60), 'Last seen 1 minute ago'],
    [before(12 * 60 + 59), 'Last seen 12 minutes ago'],
    [before(3_600), 'Last seen 1 hour ago'],
    [before(23 * 3_600 + 3_599), 'Last seen 23 hours ago'],
    [before(24 * 3_600), 'Last seen 1 day ago'],
    [before(6 * 24 * 3_600), 'Last seen 6 days ago'],
    [before(7 * 24 * 3_600), 'Last seen on Nov 13, 2026'],
  ])('%s: %s', (at, words) => {
    expect(lastSeenWords(at, NOW)).toBe(words)
  })
})

it.each([
  [1, { count: 1, isAtLeast: false }, '1 member · 1 online'],
  [5, { count: 3, isAtLeast: false }, '5 members · 3 online'],
  [1200, { count: 40, isAtLeast: true }, '1,200 members · 40+ online'],
  [5, null, '5 members'],
])('%i members, %j online: %s', (members, online, words) => {
  expect(countWords(members, online)).toBe(words)
})
