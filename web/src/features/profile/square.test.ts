import { expect, it } from 'vitest'
import { middleOf } from './square'

it('takes the largest square from the middle', () => {
  expect(middleOf(300, 200)).toEqual({ x: 50, y: 0, side: 200 })
  expect(middleOf(200, 301)).toEqual({ x: 0, y: 50, side: 200 })
  expect(middleOf(5, 5)).toEqual({ x: 0, y: 0, side: 5 })
})
