import { describe, expect, it } from 'vitest'
import { safeNext, signInPath } from './next'

const here = 'https://chat.example'

describe('where signing in leads', () => {
  it.each(['/r/lobby', '/r/lobby/45', '/r/caf%C3%A9?x=1#y'])('goes to %s', (path) => {
    expect(safeNext(path, here)).toBe(path)
  })

  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/%5Cevil.example',
    '/%2Fevil.example',
    '/%252Fevil.example',
    '%2F%2Fevil.example',
    '/\t/evil.example',
    '/%09/evil.example',
    '/..//evil.example',
    'https://evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'r/lobby',
    '@evil.example',
    '',
    null,
  ])('goes home instead of %j', (wanted) => {
    expect(safeNext(wanted, here)).toBe('/')
  })

  it('comes back to where it was asked for', () => {
    const path = signInPath('/r/lobby/45')
    expect(safeNext(new URL(path, here).searchParams.get('next'), here)).toBe('/r/lobby/45')
    expect(signInPath('/')).toBe('/sign-in')
  })
})
