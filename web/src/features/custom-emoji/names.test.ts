import { expect, it } from 'vitest'
import { nameIn } from './CustomEmoji'
import { isName, suggestedName } from './names'

it.each([
  ['party_parrot.gif', 'party_parrot'],
  ['Party Parrot (1).GIF', 'party_parrot_1'],
  ['Ünïcode-Løgo.png', 'unicode-l_go'],
  ['c++.svg.png', 'c++svg'],
  ['__x - y__.png', 'x-y'],
  ['日本.png', ''],
  ['a'.repeat(40) + '.png', 'a'.repeat(30)],
])('the file %s suggests %j', (file, name) => {
  expect(suggestedName(file)).toBe(name)
  if (name !== '') expect(isName(name)).toBe(true)
})

it.each(['x', '_ab', 'ab_', 'a_-b', 'Ab', 'a b', 'ä1', 'a'.repeat(31), ''])('%j is no name', (name) => {
  expect(isName(name)).toBe(false)
})

it('knows which emoji is called by a name', () => {
  expect([':parrot:', ':+1:', '🎉', ':', '::'].map(nameIn)).toEqual(['parrot', '+1', null, null, null])
})
