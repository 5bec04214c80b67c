import { describe, expect, it } from 'vitest'
import type { ListSaved, SavedMessage, SavedPage } from '../../protocol.gen'
import { readSaved } from './readSaved'

const AT = '2026-11-20T12:00:00.000Z'
const one = (since: number): SavedMessage => ({
  save: { thing: 'save', room: '100', seq: since, at: AT, since, rev: since },
  message: null,
})

/** Somebody who saved so many messages, at a server that gives them by pages. */
function server(count: number) {
  const asked: ListSaved[] = []
  const ask = async (command: ListSaved): Promise<SavedPage> => {
    asked.push(command)
    const { before, limit = 50 } = command
    const earlier = Array.from({ length: count }, (_, at) => count - at).filter(
      (since) => since < (before ?? Infinity),
    )
    return { saved: earlier.slice(0, limit).map(one), more: earlier.length > limit, rooms: {}, people: {} }
  }
  return { ask, asked }
}

const places = ({ saved }: SavedPage) => saved.map(({ save }) => save.since)

describe('what one saved', () => {
  it('is read in one page where that is enough', async () => {
    const { ask, asked } = server(3)
    const found = await readSaved(ask, 50)
    expect(places(found)).toEqual([3, 2, 1])
    expect(found.more).toBe(false)
    expect(asked).toEqual([{ limit: 50 }])
  })

  it('is read as far as is wanted, without a hole and nothing twice', async () => {
    const { ask, asked } = server(500)
    const found = await readSaved(ask, 250)
    expect(places(found)).toEqual(Array.from({ length: 250 }, (_, at) => 500 - at))
    expect(found.more).toBe(true)
    expect(asked.map(({ limit }) => limit)).toEqual([100, 100, 50])
  })

  it('ends where there is no more', async () => {
    const found = await readSaved(server(120).ask, 250)
    expect(places(found)).toHaveLength(120)
    expect(found.more).toBe(false)
  })
})
