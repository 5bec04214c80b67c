import { expect, it } from 'vitest'
import { edited } from './edits'
import { drawn, writing } from './testing/drawn'
import { continued } from './lists'

const after = (before: string) => {
  const begun = writing(before)
  const edit = continued(begun)
  return edit && drawn(edited(begun, edit))
}

it.each([
  ['- one|', '- one\n- |'],
  ['  * one|', '  * one\n  * |'],
  ['9. nine|', '9. nine\n10. |'],
  ['1) one|', '1) one\n2) |'],
  ['- [x] done|', '- [x] done\n- [ ] |'],
  ['> said|', '> said\n> |'],
  ['- one|two', '- one\n- |two'],
  ['- one\n- |', '- one\n|'],
  ['1. one\n2. |', '1. one\n|'],
])('a new line in %j', (before, expected) => {
  expect(after(before)).toBe(expected)
})

it.each(['one|', '-|', '|- one', '-one|', '```\n- one|', '|- one|'])('is only a new line in %j', (before) => {
  expect(after(before)).toBeNull()
})
