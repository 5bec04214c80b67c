import { expect, it } from 'vitest'
import { dropToken, heldToken, holdToken } from './held'

it('holds a token for a tab until it is dropped, or nothing where the browser forbids it', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
    removeItem: (name: string) => void kept.delete(name),
  } as unknown as Storage
  expect(heldToken(storage)).toBe('')
  holdToken('t', storage)
  expect(heldToken(storage)).toBe('t')
  dropToken(storage)
  expect(heldToken(storage)).toBe('')
  holdToken('t', undefined)
  expect(heldToken(undefined)).toBe('')
})
