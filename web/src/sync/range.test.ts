import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bounded, fromPlace, join, KEPT, upsert, type Range } from './range'
import { message } from './testing/room-log'

const run = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => message(first + index, first + index))
const seqs = ({ messages }: Range) => messages.map(({ seq }) => seq)

describe('what a room does not keep any more', () => {
  it('leaves the range, which then has nothing before it', () => {
    const range = fromPlace({ messages: run(3, 6), hasBefore: true, hasAfter: true }, 5)
    expect(seqs(range)).toEqual([5, 6])
    expect(range).toMatchObject({ hasBefore: false, hasAfter: true })
  })

  it('is nothing of a range that begins later', () => {
    const range = { messages: run(7, 9), hasBefore: true, hasAfter: false }
    expect(fromPlace(range, 5)).toBe(range)
  })

  it('is just before a range that begins where the room does now', () => {
    const range = fromPlace({ messages: run(5, 6), hasBefore: true, hasAfter: false }, 5)
    expect(range).toEqual({ messages: run(5, 6), hasBefore: false, hasAfter: false })
  })

  it('can be the whole range, and what is after it still is', () => {
    expect(fromPlace({ messages: run(1, 4), hasBefore: true, hasAfter: true }, 9)).toEqual({
      messages: [],
      hasBefore: false,
      hasAfter: true,
    })
  })

  it('does not come back with a page that was read before', () => {
    const kept = { messages: run(5, 8), hasBefore: false, hasAfter: false }
    const page = { messages: run(1, 5), hasBefore: false, hasAfter: true, head: 8 }
    expect(join(kept, page, 5)).toEqual(kept)
  })

  it('says nothing of a range when it was a whole page', () => {
    const range = { messages: run(9, 9), hasBefore: true, hasAfter: true }
    const page = { messages: run(1, 4), hasBefore: false, hasAfter: false, head: 9 }
    expect(join(range, page, 5)).toBe(range)
    expect(join({ ...range, messages: [] }, page, 5)).toMatchObject({ messages: [], hasAfter: false })
  })

  it('leaves in one step or in several, to the same end', () => {
    const place = fc.integer({ min: 1, max: 12 })
    fc.assert(
      fc.property(place, place, fc.boolean(), (one, other, hasAfter) => {
        const range = { messages: run(3, 9), hasBefore: true, hasAfter }
        const last = Math.max(one, other)
        expect(fromPlace(fromPlace(range, Math.min(one, other)), last)).toEqual(fromPlace(range, last))
      }),
    )
  })
})

describe('an empty page', () => {
  const range = { messages: run(2, 3), hasBefore: true, hasAfter: false }
  const empty = { messages: [], hasBefore: false, hasAfter: false }

  it('says that nothing is before the range', () => {
    expect(join(range, { ...empty, head: 3 }, 1)).toEqual({ ...range, hasBefore: false })
  })

  it('hides nothing if it was read before the range was said', () => {
    expect(join(range, { ...empty, head: 1 }, 1)).toEqual(range)
  })
})

describe('a message that was deleted', () => {
  it('stays in its place and says nothing, also when its old version arrives late', () => {
    const range = { messages: run(1, 3), hasBefore: false, hasAfter: false }
    const erased = { ...message(2, 9, ''), erased: true }
    const after = upsert(range, [erased])
    expect(after.messages[1]).toEqual(erased)
    expect(upsert(after, [message(2, 2)])).toEqual(after)
    expect(join(after, { ...range, head: 9 }, 1)).toEqual(after)
  })
})

describe('a range that listening makes longer', () => {
  const full = { messages: run(1, KEPT), hasBefore: false, hasAfter: false }
  const ends = (range: Range) => [range.messages[0]?.seq, range.messages.at(-1)?.seq]
  const hear = (range: Range, seq: number, readerIsUp: boolean) =>
    bounded(upsert(range, [message(seq, seq)]), range, readerIsUp)

  it('loses its oldest while its reader follows the newest', () => {
    const after = hear(full, KEPT + 1, false)
    expect(ends(after)).toEqual([2, KEPT + 1])
    expect(after).toMatchObject({ hasBefore: true, hasAfter: false })
  })

  it('keeps them while its reader is further up, and in the end takes in nothing new', () => {
    const twice = { ...full, messages: run(1, 2 * KEPT) }
    const after = hear(twice, 2 * KEPT + 1, true)
    expect(after).toEqual({ ...twice, hasAfter: true })
    expect(hear(after, 2 * KEPT + 2, true)).toEqual(after)
    expect(ends(hear(full, KEPT + 1, true))).toEqual([1, KEPT + 1])
  })

  it('keeps all that its reader has paged up to, until they follow the newest again', () => {
    const long = { messages: run(1, 3 * KEPT), hasBefore: true, hasAfter: false }
    expect(ends(hear(long, 3 * KEPT + 1, true))).toEqual([1, 3 * KEPT])
    expect(ends(hear(long, 3 * KEPT + 1, false))).toEqual([2 * KEPT + 2, 3 * KEPT + 1])
  })

  it('is left as it is below that', () => {
    const short = { messages: run(1, 9), hasBefore: false, hasAfter: false }
    expect([true, false].map((isUp) => ends(hear(short, 10, isUp)))).toEqual([
      [1, 10],
      [1, 10],
    ])
  })
})
