import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { inMemory, openShelf, type Shelf } from './shelf'

const unsent = (client_id: string) => ({
  client_id,
  room: '100',
  body: client_id,
  created_at: '',
  failed: null,
})

describe.each([
  ['on disk', () => openShelf('1')],
  ['in memory', async () => inMemory()],
] satisfies [string, () => Promise<Shelf>][])('a shelf %s', (_where, open) => {
  it('keeps messages in the order of sending, until they are removed', async () => {
    const shelf = await open()
    const [first, second] = [await shelf.add(unsent('a')), await shelf.add(unsent('b'))]
    await shelf.replace({ ...unsent('a'), failed: 'No.', order: first })
    expect(await shelf.unsent()).toMatchObject([
      { client_id: 'a', failed: 'No.', order: first },
      { client_id: 'b', order: second },
    ])
    await shelf.remove(first)
    expect(await shelf.unsent()).toMatchObject([{ client_id: 'b' }])
    await shelf.wipe()
  })

  it('keeps a note per room and kind', async () => {
    const shelf = await open()
    await shelf.writeNote('drafts', '100', 'not yet')
    await shelf.writeNote('marks', '100', { generation: 1, seq: 7, anew: false })
    expect(await shelf.notes('drafts')).toEqual({ '100': 'not yet' })
    await shelf.writeNote('drafts', '100', null)
    expect(await shelf.notes('drafts')).toEqual({})
    expect(await shelf.notes('marks')).toEqual({ '100': { generation: 1, seq: 7, anew: false } })
    await shelf.wipe()
  })
})

describe('on disk', () => {
  it('is there after a reload, and each person has their own', async () => {
    await (await openShelf('1')).writeNote('drafts', '100', 'ada writes')
    expect(await (await openShelf('1')).notes('drafts')).toEqual({ '100': 'ada writes' })
    expect(await (await openShelf('2')).notes('drafts')).toEqual({})
  })

  it('is wiped even while another tab has it open', async () => {
    const [here, there] = [await openShelf('3'), await openShelf('3')]
    await there.writeNote('drafts', '100', 'x')
    await here.wipe()
    expect(await (await openShelf('3')).notes('drafts')).toEqual({})
  })
})
