import { expect, it } from 'vitest'
import { deviceName, deviceWords, fromBase64url, toBase64url } from './device'

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

it.each([
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15', 'My iPhone'],
  ['Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605.1.15', 'My iPad'],
  ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36', 'My Android device'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15', 'My Mac device'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', 'My Windows device'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'My Linux device'],
  ['Mozilla/5.0 (PlayStation 5)', 'Passkey'],
])('guesses from %j the name %j', (agent, name) => {
  expect(deviceName(agent)).toBe(name)
})
