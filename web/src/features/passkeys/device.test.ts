import { expect, it } from 'vitest'
import { deviceWords, fromBase64url, toBase64url } from './device'

it.each([
  [[], ''],
  [[0], 'AA'],
  [[251, 255, 254], '-__-'],
  [[1, 2, 3, 4], 'AQIDBA'],
])('writes %j as %j and reads it again', (bytes, text) => {
  const data = Uint8Array.from(bytes)
  expect(toBase64url(data.buffer)).toBe(text)
  expect(fromBase64url(text)).toEqual(data)
})

it('says what people can do about what the browser says', () => {
  expect(deviceWords(new DOMException('The operation timed out', 'NotAllowedError'))).toContain('Try again')
  expect(deviceWords(new DOMException('excluded', 'InvalidStateError'))).toContain('already')
  expect(deviceWords(new Error('as the server said'))).toBe('as the server said')
})
