import { describe, expect, it } from 'vitest'
import { isSafeWhileTyping, keycaps, matches, type Press } from './chord'

const press = (key: string, ...held: ('ctrl' | 'meta' | 'alt' | 'shift')[]): Press => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
})

describe('a chord', () => {
  it('is pressed with these keys and no others', () => {
    expect(matches('Mod+K', press('k', 'ctrl'))).toBe(true)
    expect(matches('Mod+K', press('k', 'meta'))).toBe(true)
    expect(matches('Mod+K', press('k'))).toBe(false)
    expect(matches('Mod+K', press('K', 'ctrl', 'shift'))).toBe(false)
    expect(matches('Alt+ArrowUp', press('ArrowUp', 'alt'))).toBe(true)
    expect(matches('Alt+ArrowUp', press('ArrowUp', 'alt', 'shift'))).toBe(false)
    expect(matches('Alt+Shift+ArrowUp', press('ArrowUp', 'alt', 'shift'))).toBe(true)
  })

  it('of a sign does not ask how a keyboard makes it', () => {
    expect(matches('?', press('?', 'shift'))).toBe(true)
    expect(matches('?', press('?'))).toBe(true)
    expect(matches('Mod+/', press('/', 'ctrl', 'shift'))).toBe(true)
  })

  it('is safe where one writes if it writes nothing', () => {
    expect(['Mod+K', 'Alt+ArrowUp', '?', 'Shift+Enter'].map(isSafeWhileTyping)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('is named as the keys are', () => {
    expect(keycaps('Mod+Shift+ArrowUp', false)).toEqual(['Ctrl', 'Shift', '↑'])
    expect(keycaps('Mod+Shift+ArrowUp', true)).toEqual(['⌘', '⇧', '↑'])
    expect(keycaps('?', false)).toEqual(['?'])
  })
})
