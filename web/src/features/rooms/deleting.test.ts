import { expect, it } from 'vitest'
import { isNameOf } from './deleting'

it('takes a room’s name as it is, and nothing less', () => {
  const room = { name: 'Café' }
  for (const typed of ['Café', ' Café ', 'Cafe\u0301']) expect(isNameOf(room, typed)).toBe(true)
  for (const typed of ['', 'Caf', 'café', 'Cafe']) expect(isNameOf(room, typed)).toBe(false)
})
