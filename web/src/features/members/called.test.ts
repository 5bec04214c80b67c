import { expect, it } from 'vitest'
import { isCalled } from './called'

it('finds people by a part of their name or handle', () => {
  const zoe = { name: 'Zoë Brontë', handle: 'zbronte' }
  for (const typed of ['', 'zoe', 'BRONTË', '@zb', ' bron ']) expect(isCalled(zoe, typed)).toBe(true)
  expect(isCalled(zoe, 'ada')).toBe(false)
  expect(isCalled(undefined, 'ada')).toBe(false)
})
