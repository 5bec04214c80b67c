import { expect, it } from 'vitest'
import { codeTyped } from './code'

it.each([
  ['', ''],
  ['abc', 'ABC'],
  ['abcd-', 'ABCD'],
  ['abcde', 'ABCD-E'],
  ['  abcd efgh\n', 'ABCD-EFGH'],
  ['ABCD-EFGH-IJ', 'ABCD-EFGH'],
])('reads %j as %j', (typed, code) => {
  expect(codeTyped(typed)).toBe(code)
})
