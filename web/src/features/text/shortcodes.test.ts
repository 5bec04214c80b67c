import { expect, it } from 'vitest'
import { isFewEmoji, mayHaveShortcodes } from './shortcodes'

it.each(['🎉', '👍🏽', ' 👩‍👩‍👧‍👦 🇩🇪\n❤️ ', '1️⃣'])('%j is nothing but a few emoji', (body) => {
  expect(isFewEmoji(body, null)).toBe(true)
})

it.each(['🎉🎉🎉🎉', 'a 🎉', '', '1', ':tada:', '©'])('%j is more, or something else', (body) => {
  expect(isFewEmoji(body, null)).toBe(false)
})

it('knows an emoji by its name', () => {
  expect(isFewEmoji(':tada: 🎉', new Map([['tada', '🎉']]))).toBe(true)
})

it('asks for the list of names only where one may stand', () => {
  expect(['a :tada: b', ':+1:'].map(mayHaveShortcodes)).toEqual([true, true])
  expect(['12:30:45', 'a:b:c', 'std::vec::Vec', 'one: two: three'].map(mayHaveShortcodes)).toEqual([
    false,
    false,
    false,
    false,
  ])
})

it('counts an emoji of this server like any other', () => {
  const pictures = new Map([['parrot', 'a']])
  expect(isFewEmoji(':parrot: 🎉', null, pictures)).toBe(true)
  expect(isFewEmoji(':parrot: :other:', null, pictures)).toBe(false)
})
