import { expect, it } from 'vitest'
import { SLUG_PATTERN, suggestSlug } from './slug'

it.each([
  ['Engineering: Front-end', 'engineering-front-end'],
  ['2026 Planning!', 'planning'],
  ['Café  Crème', 'cafe-creme'],
  ['上海', ''],
  ['-- x --', 'x'],
])('suggests for %j the slug %j', (name, slug) => {
  expect(suggestSlug(name)).toBe(slug)
})

it('suggests what the server takes', () => {
  expect(suggestSlug('a b '.repeat(40))).toMatch(new RegExp(`^${SLUG_PATTERN}$`))
})
