import { expect, it } from 'vitest'
import { sharedText, withShared } from './shared'

it.each([
  ['', ''],
  ['text=hello', 'hello'],
  ['title=A+page&url=https%3A%2F%2Fexample.com%2F', 'A page\nhttps://example.com/'],
  ['title=A+page&text=A+page+https%3A%2F%2Fexample.com%2F', 'A page https://example.com/'],
  ['text=see&text=twice&title=%20%20', 'see'],
  ['title=same&text=same', 'same'],
])('%s is shared as one text', (query, text) => {
  expect(sharedText(query)).toBe(text)
})

it('goes below what was being written', () => {
  expect(withShared('', 'shared')).toBe('shared')
  expect(withShared(' \n', 'shared')).toBe('shared')
  expect(withShared('I read\n', 'shared')).toBe('I read\n\nshared')
  expect(withShared('I read', '')).toBe('I read')
})
