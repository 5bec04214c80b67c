import { expect, it } from 'vitest'
import { codesWords } from './words'

it.each([
  [10, '10 recovery codes are left.'],
  [1, 'One recovery code is left: make new ones soon.'],
  [0, 'You have no recovery codes left: make new ones.'],
])('says of %i codes %j', (left, words) => {
  expect(codesWords(left)).toBe(words)
})
