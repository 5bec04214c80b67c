import { expect, it } from 'vitest'
import { bodyOf, lengthOf } from './body'

it('counts what people call characters as the server does', () => {
  expect(lengthOf('👍é上')).toBe(3)
})

it('sends no blank lines around a text, and keeps the indent of its first', () => {
  expect(bodyOf('\n \n    code\n\n')).toBe('    code')
  expect(bodyOf(' \n\t ')).toBe('')
  expect(bodyOf('half \ud83d')).toBe('half \ufffd')
})
