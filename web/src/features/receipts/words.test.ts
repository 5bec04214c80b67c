import { expect, it } from 'vitest'
import { loadPageIn } from '../../language/testing/page'
import { seenAt, seenByWords, seenWords, whoHasSeen } from './words'

const at = '2026-11-20T10:42:00.000'
const now = new Date('2026-11-20T11:00:00.000')
const NAMES = ['Ada', 'Bob', 'Eve', 'Dan', 'Fay']

it('says when this very message was seen, and of one before it only that', () => {
  expect(seenWords({ seq: 4, at }, 4, now)).toMatch(/^Seen 10:42/)
  expect(seenWords({ seq: 5, at }, 4, now)).toBe('Seen')
  expect(seenWords({ seq: 3, at }, 4, now)).toBe('Sent')
  expect(seenAt({ seq: 0, at: null }, 0)).toBeNull()
})

it.each([
  [1, 'Seen by Ada'],
  [3, 'Seen by Ada, Bob and Eve'],
  [5, 'Seen by Ada, Bob and 3 others'],
])('names few readers and counts the others of %i', (count, words) => {
  expect(seenByWords(NAMES.slice(0, count))).toBe(words)
})

it.each([
  ['de', 'Gesehen: Ada, Bob und 3 weitere Personen'],
  ['es', 'Visto por Ada, Bob y 3 personas más'],
  ['ja', '既読: Ada、Bob、ほか3人'],
])('does so in %s', async (lang, words) => {
  await loadPageIn(lang)
  const own = await import('./words')
  expect(own.seenByWords(NAMES)).toBe(words)
})

it('lists who has seen a message, the last first, and not its sender', () => {
  const seen = {
    ada: { seq: 9, at },
    bob: { seq: 4, at: '2026-11-20T10:41:00.000' },
    eve: { seq: 5, at },
    dan: { seq: 3, at },
  }
  expect(whoHasSeen(seen, 4, 'ada')).toEqual(['eve', 'bob'])
})
