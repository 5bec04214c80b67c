import { describe, expect, it } from 'vitest'
import { message } from '../../sync/testing/room-log'
import { buildRows } from './rows'
import { readAfter, sightOf } from './sight'

const messages = [1, 2, 3, 4, 5].map((seq) => message(seq, seq))
const rows = buildRows({ messages, hasBefore: false, hasAfter: false }, [], 'somebody')
/** The room's beginning and five messages, each 100 px high. */
const items = rows.map((_row, index) => ({ index, start: index * 100, end: index * 100 + 100 }))

describe('what is on the screen', () => {
  it('ends with the last message that is to be seen to its end', () => {
    expect(sightOf(items, rows, 150, 450)).toEqual({ first: 1, last: 3 })
    expect(sightOf(items, rows, 150, 499)).toEqual({ first: 1, last: 4 })
  })

  it('begins before every message where the room begins', () => {
    expect(sightOf(items, rows, 0, 300)).toEqual({ first: 0, last: 2 })
  })

  it('is nothing while one message is higher than the screen', () => {
    expect(sightOf(items, rows, 210, 290)).toBeNull()
  })

  it('is nothing of what is rendered outside of it', () => {
    expect(sightOf(items.slice(4), rows, 0, 300)).toBeNull()
  })
})

describe('how far a room is read', () => {
  it('goes on with what is seen next', () => {
    expect(readAfter(2, { first: 3, last: 5 })).toBe(5)
    expect(readAfter(2, { first: 1, last: 5 })).toBe(5)
  })

  it('stays where it is when messages were jumped over', () => {
    expect(readAfter(2, { first: 4, last: 5 })).toBe(2)
  })

  it('never goes back', () => {
    expect(readAfter(9, { first: 1, last: 5 })).toBe(9)
  })
})
