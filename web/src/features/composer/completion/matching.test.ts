import { expect, it } from 'vitest'
import { composer } from '../feature'
import { writing } from '../testing/drawn'
import { matchAt } from './matching'
import { fit, folded } from './source'

const matched = (drawn: string) => {
  const { text, start } = writing(drawn)
  const match = matchAt(text, start, composer.completions ?? [])
  return match && `${match.source.trigger}${match.query}`
}

it.each([
  ['@|', '@'],
  ['hello @ad|', '@ad'],
  ['(@ad|', '@ad'],
  ['one @ad| two', '@ad'],
  ['#|', '#'],
  ['see #lob|', '#lob'],
  [':smi|', ':smi'],
  ['/|', '/'],
  ['/to|', '/to'],
  ['ok :+1|', ':+1'],
  ['line\n@b|', '@b'],
  ['@é|', '@é'],
])('%j asks %j', (drawn, expected) => {
  expect(matched(drawn)).toBe(expected)
})

it.each([
  'ada@example|',
  '12:30|',
  'C:\\|',
  'https://example.org/#part|',
  'https://ada@example|',
  'http://localhost:8000|',
  'and /to|',
  '/usr/b|',
  '/topic |',
  'C:/Us|',
  '`@ad|',
  '```\n@ad|',
  '@ad |',
  '# Title|',
  ':D|',
  ': ab|',
  '::ab|',
  'a:smile|',
])('%j asks nothing', (drawn) => {
  expect(matched(drawn)).toBeNull()
})

it('ranks beginnings before the middle, and does not mind accents', () => {
  expect(fit('ada lovelace', 'ad')).toBe(0)
  expect(fit('ada lovelace', 'lov')).toBe(1)
  expect(fit('ada lovelace', 'ace')).toBe(2)
  expect(fit('ada lovelace', 'bob')).toBeNull()
  expect(fit(folded('Zoë Kravčuk'), folded('kravcuk'))).toBe(1)
})
