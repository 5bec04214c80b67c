import { expect, it } from 'vitest'
import { message } from '../../sync/testing/room-log'
import { topOf } from './places'
import { buildRows } from './rows'

it('a room whose oldest messages were deleted has another top', () => {
  const messages = [1, 2, 3].map((seq) => message(seq, seq))
  const top = (from: number) =>
    topOf(buildRows({ messages: messages.slice(from), hasBefore: false, hasAfter: false }, [], 'somebody'))
  expect(top(0)).toBe(top(0))
  expect(top(1)).not.toBe(top(0))
})
