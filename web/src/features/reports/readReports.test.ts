import { describe, expect, it } from 'vitest'
import type { ListReports, Report, ReportPage } from '../../protocol.gen'
import { readReports } from './readReports'

const AT = '2026-11-30T12:00:00.000Z'
const one = (id: number): Report => ({
  id: String(id),
  room: '100',
  room_name: 'Lobby',
  room_kind: 'public',
  thread: null,
  seq: id,
  sender: '7',
  body: 'Buy this',
  said_at: AT,
  is_edited: false,
  is_erased: false,
  complaints: [{ person: '8', reason: 'spam', note: '', at: AT }],
  count: 1,
})

/** A server with so many open reports, which gives them by pages, with the people of each. */
function server(count: number) {
  const asked: ListReports[] = []
  const ask = async (command: ListReports): Promise<ReportPage> => {
    asked.push(command)
    const { before, limit = 50 } = command
    const older = Array.from({ length: count }, (_, at) => count - at).filter(
      (id) => id < Number(before ?? Infinity),
    )
    const reports = older.slice(0, limit).map(one)
    const people = Object.fromEntries(
      reports.map(({ id }) => [id, { handle: `p${id}`, name: id, avatar: null, rev: 1 }]),
    )
    return { reports, people, more: older.length > limit }
  }
  return { ask, asked }
}

const ids = ({ reports }: ReportPage) => reports.map(({ id }) => Number(id))

describe('open reports', () => {
  it('are read in one page where that is enough', async () => {
    const { ask, asked } = server(3)
    const found = await readReports(ask, null, 20)
    expect(ids(found)).toEqual([3, 2, 1])
    expect(found.more).toBe(false)
    expect(asked).toEqual([{ limit: 20 }])
  })

  it('are read as far as is wanted, without a hole and nothing twice', async () => {
    const { ask, asked } = server(500)
    const found = await readReports(ask, '100', 220)
    expect(ids(found)).toEqual(Array.from({ length: 220 }, (_, at) => 500 - at))
    expect(found.more).toBe(true)
    expect(Object.keys(found.people)).toHaveLength(220)
    expect(asked).toEqual([
      { room: '100', limit: 100 },
      { room: '100', limit: 100, before: '401' },
      { room: '100', limit: 20, before: '301' },
    ])
  })

  it('end where there are no more', async () => {
    const found = await readReports(server(120).ask, null, 220)
    expect(ids(found)).toHaveLength(120)
    expect(found.more).toBe(false)
  })
})
