import { expect, it } from 'vitest'
import { placeNamed } from './address'

it.each([
  ['1', 1],
  ['1024', 1024],
  ['0', null],
  ['-1', null],
  ['01', null],
  ['1.5', null],
  ['x', null],
  ['', null],
  ['9'.repeat(16), null],
])('takes %j in an address for the message %j', (text, seq) => {
  expect(placeNamed(text)).toBe(seq)
})
