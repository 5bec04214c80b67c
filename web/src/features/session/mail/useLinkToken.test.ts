// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { takeToken } from './useLinkToken'

it('takes the token out of the address and leaves the rest', () => {
  history.replaceState({ over: true }, '', '/sign-in/link?a=1#abc.DEF-~')
  const before = history.length
  expect(takeToken(window)).toBe('abc.DEF-~')
  expect(location.pathname + location.search + location.hash).toBe('/sign-in/link?a=1')
  expect(history.state).toEqual({ over: true })
  expect(history.length).toBe(before)
  expect(takeToken(window)).toBe('')
})
