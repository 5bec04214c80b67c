import { describe, expect, it } from 'vitest'
import { readPages, type Page, type PageAsked } from './readPages'

const one = (id: number) => ({ id: String(id) })

/** A server with so many open reports, which gives them by pages, with the people of each. */
function server(count: number) {
  const asked: PageAsked[] = []
  const ask = async (command: PageAsked): Promise<Page<{ id: string }>> => {
    asked.push(command)
    const { before, limit } = command
    const older = Array.from({ length: count }, (_, at) => count - at).filter(
      (id) => id < Number(before ?? Infinity),
    )
    const items = older.slice(0, limit).map(one)
    const people = Object.fromEntries(
      items.map(({ id }) => [id, { handle: `p${id}`, name: id, avatar: null, rev: 1 }]),
    )
    return { items, people, more: older.length > limit }
  }
  return { ask, asked }
}

const ids = ({ items }: Page<{ id: string }>) => items.map(({ id }) => Number(id))

describe('open reports', () => {
  it('are read in one page where that is enough', async () => {
    const { ask, asked } = server(3)
    const found = await readPages(ask, 20)
    expect(ids(found)).toEqual([3, 2, 1])
    expect(found.more).toBe(false)
    expect(asked).toEqual([{ limit: 20 }])
  })

  it('are read as far as is wanted, without a hole and nothing twice', async () => {
    const { ask, asked } = server(500)
    const found = await readPages(ask, 220)
    expect(ids(found)).toEqual(Array.from({ length: 220 }, (_, at) => 500 - at))
    expect(found.more).toBe(true)
    expect(Object.keys(found.people)).toHaveLength(220)
    expect(asked).toEqual([{ limit: 100 }, { limit: 100, before: '401' }, { limit: 20, before: '301' }])
  })

  it('end where there are no more', async () => {
    const found = await readPages(server(120).ask, 220)
    expect(ids(found)).toHaveLength(120)
    expect(found.more).toBe(false)
  })
})
