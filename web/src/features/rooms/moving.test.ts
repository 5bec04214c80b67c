import { describe, expect, it } from 'vitest'
import { placeAfterMove } from './moving'

describe('one of an order', () => {
  it.each([
    ['a', -1, undefined],
    ['a', 1, 'c'],
    ['b', -1, 'a'],
    ['b', 1, null],
    ['c', -1, 'b'],
    ['c', 1, undefined],
    ['x', 1, undefined],
  ] as const)('%s moves by %i to before %s', (name, step, before) => {
    expect(placeAfterMove(['a', 'b', 'c'], name, step)).toBe(before)
  })
})
