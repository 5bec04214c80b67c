import { expect, it, vi } from 'vitest'
import { stepOf } from './arrows'

it.each([
  ['ltr', 1, -1],
  ['rtl', -1, 1],
] as const)('an arrow leads to where it points, in a page that reads %s', (dir, right, left) => {
  vi.stubGlobal('document', { dir })
  expect([stepOf('ArrowRight'), stepOf('ArrowLeft')]).toEqual([right, left])
  expect([stepOf('ArrowUp'), stepOf('Enter')]).toEqual([undefined, undefined])
})
