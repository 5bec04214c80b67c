import { expect, it } from 'vitest'
import { suggestHandle } from './handle'

it.each([
  ['Ada Lovelace', 'ada.lovelace'],
  ['  José-María  ', 'jose.maria'],
  ['上海', ''],
  ['A'.repeat(31) + ' B', 'a'.repeat(31)],
])('suggests for %j the handle %j', (name, handle) => {
  expect(suggestHandle(name)).toBe(handle)
})
