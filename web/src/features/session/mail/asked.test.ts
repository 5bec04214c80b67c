// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest'
import { forgetAsked, GOOD_FOR_MS, keepAsked, readAsked } from './asked'

const asked = { login: 'ada', request: 'r'.repeat(16), at: 1_000 }

beforeEach(() => sessionStorage.clear())

it('a tab knows after a reload what it asked for, until the code has run out', () => {
  expect(readAsked(sessionStorage, 1_000)).toBeNull()
  keepAsked(asked, sessionStorage)
  expect(readAsked(sessionStorage, 1_000 + GOOD_FOR_MS - 1)).toEqual(asked)
  expect(readAsked(sessionStorage, 1_000 + GOOD_FOR_MS)).toBeNull()
})

it('keeps nothing once it has been used', () => {
  keepAsked(asked, sessionStorage)
  forgetAsked(sessionStorage)
  expect(readAsked(sessionStorage, 1_000)).toBeNull()
  expect(sessionStorage.length).toBe(0)
})

it.each(['', 'null', '{', '{"login":"ada"}', '[]', '{"login":1,"request":"r","at":2}'])(
  'takes %j for nothing',
  (text) => {
    sessionStorage.setItem('parley.asked', text)
    expect(readAsked(sessionStorage, 0)).toBeNull()
  },
)

it('does without a storage', () => {
  keepAsked(asked, undefined)
  expect(readAsked(undefined, 1_000)).toBeNull()
})
