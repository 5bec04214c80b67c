import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createNoteKeeper } from './notes'
import { inMemory } from './shelf'

beforeEach(() => {
  vi.useFakeTimers()
  return () => vi.useRealTimers()
})

/** A keeper of drafts over a disk that fails as often as it is told. */
function setUp(failures: number) {
  const shelf = inMemory()
  const stopped = new AbortController()
  let left = failures
  const writeNote: typeof shelf.writeNote = async (kind, room, note) => {
    if (left-- > 0) throw new DOMException('The disk is full.', 'QuotaExceededError')
    await shelf.writeNote(kind, room, note)
  }
  const keep = createNoteKeeper({ ...shelf, writeNote }, 'drafts', stopped.signal)
  return { keep, kept: () => shelf.notes('drafts'), stopped }
}

describe('a note that could not be written', () => {
  it('is written later, and so are those after it', async () => {
    const { keep, kept } = setUp(1)
    keep('100', 'one')
    keep('200', 'two')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await kept()).toEqual({ '100': 'one', '200': 'two' })
    keep('100', 'three')
    await vi.advanceTimersByTimeAsync(0)
    expect(await kept()).toEqual({ '100': 'three', '200': 'two' })
  })

  it('gives way to what was written since', async () => {
    const { keep, kept } = setUp(1)
    keep('100', 'on')
    await vi.advanceTimersByTimeAsync(0)
    keep('100', 'once')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await kept()).toEqual({ '100': 'once' })
  })

  it('is given up when its person has signed out', async () => {
    const { keep, stopped } = setUp(Infinity)
    keep('100', 'one')
    stopped.abort()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(vi.getTimerCount()).toBe(0)
  })
})
