import { describe, expect, it } from 'vitest'
import type { Message, Notice } from '../../protocol.gen'
import { message } from '../../sync/testing/room-log'
import { buildRows, type MessageRow, type Row } from '../messages/rows'
import { indexOf } from '../messages/useGoal'

const [ADA, BOB, EVE, DAN] = ['1', '2', '3', '4'] as const
const day = (number: number) => new Date(2026, 10, number, 12).toISOString()

const said = (seq: number, sender: string = ADA): Message => ({
  ...message(seq, seq, `body ${seq}`, sender),
  created_at: day(20),
})
const did = (seq: number, kind: Notice['kind'], sender: string, people: string[] = []): Message => ({
  ...said(seq, sender),
  notice: { kind, ...(people.length > 0 && { people, count: people.length }) },
})
const rowsOf = (messages: Message[], hasBefore = false, firstUnread: number | null = null): Row[] =>
  buildRows({ messages, hasBefore, hasAfter: false }, [], ADA, firstUnread)
const notices = (rows: Row[]) =>
  rows.flatMap((row) => (row.kind === 'message' && row.notice ? [row as MessageRow] : []))
const summary = (rows: Row[]) =>
  notices(rows).map(({ from, seq, notice }) => [
    from,
    seq,
    notice?.kind,
    notice?.people.join(' '),
    notice?.count,
  ])

describe('notices in a row', () => {
  it('are one line while people join, and another one once they leave', () => {
    const rows = rowsOf([
      did(1, 'joined', BOB),
      did(2, 'joined', EVE),
      did(3, 'joined', DAN),
      did(4, 'left', BOB),
    ])
    expect(summary(rows)).toEqual([
      [1, 3, 'joined', '2 3 4', 3],
      [4, 4, 'left', '2', 1],
    ])
  })

  it('are one line while one person adds others, whose numbers add up', () => {
    const group = did(2, 'added', ADA, [EVE])
    const messages = [
      did(1, 'added', ADA, [BOB]),
      { ...group, notice: { ...group.notice!, count: 40 } },
      did(3, 'added', BOB, [DAN]),
      did(4, 'renamed', BOB),
      did(5, 'renamed', BOB),
    ]
    expect(summary(rowsOf(messages)).map(([from, seq, , , count]) => [from, seq, count])).toEqual([
      [1, 2, 41],
      [3, 3, 1],
      [4, 4, 0],
      [5, 5, 0],
    ])
  })

  it('name somebody once who came twice', () => {
    const rows = rowsOf([did(1, 'joined', BOB), did(2, 'joined', EVE), did(3, 'joined', BOB)])
    expect(summary(rows)).toEqual([[1, 3, 'joined', '2 3', 2]])
  })

  it('stand apart where something was said, on another day, and where news begins', () => {
    const later = { ...did(4, 'joined', DAN), created_at: day(21) }
    const messages = [did(1, 'joined', BOB), said(2), did(3, 'joined', EVE), later, { ...later, seq: 5 }]
    expect(summary(rowsOf(messages, false, 5)).map(([from, seq]) => [from, seq])).toEqual([
      [1, 1],
      [3, 3],
      [4, 4],
      [5, 5],
    ])
  })

  it('are the same lines whatever of the room is loaded', () => {
    const all = Array.from({ length: 120 }, (_, at) => did(at + 1, 'joined', String(at + 100)))
    const whole = summary(rowsOf(all))
    expect(whole).toHaveLength(5)
    for (let from = 0; from < 90; from++) {
      const shown = summary(rowsOf(all.slice(from), true))
      expect(shown.length).toBeGreaterThan(0)
      expect(whole.slice(-shown.length)).toEqual(shown)
    }
  })

  it('are found by the place of each', () => {
    const rows = rowsOf([said(1), did(2, 'joined', BOB), did(3, 'joined', EVE), said(4)])
    expect([1, 2, 3, 4].map((seq) => indexOf(rows, seq, 1))).toEqual([1, 2, 2, 3])
  })

  it('belong to nobody: who speaks before and after them is named again', () => {
    const rows = rowsOf([said(1), said(2), did(3, 'renamed', ADA), did(4, 'topic', ADA), said(5), said(6)])
    expect(rows.slice(1).map((row) => row.kind === 'message' && row.opensGroup)).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ])
  })
})
