import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Held } from '../../protocol.gen'
import type { OutboxItem } from '../../sync/outbox'
import { ADA, BOB, message } from '../../sync/testing/room-log'
import { buildRows, type Row } from './rows'

const at = (minutes: number) => new Date(2026, 10, 20, 12, minutes).toISOString()
const said = (seq: number, sender: string, minutes: number) => ({
  ...message(seq, seq, `body ${seq}`, sender),
  created_at: at(minutes),
})
const waiting = (client_id: string, minutes = 0): OutboxItem => ({
  client_id,
  room: '100',
  body: client_id,
  created_at: at(minutes),
  failed: null,
  order: 1,
  sent: null,
})
const held = (client_id: string, minutes = 0): Held => ({
  thing: 'held',
  id: '7',
  room: '100',
  client_id,
  body: client_id,
  at: at(minutes),
  since: 1,
  rev: 1,
})
const whole = { hasBefore: false, hasAfter: false }
const keys = (rows: Row[]) => rows.map(({ key }) => key)

describe('rows', () => {
  it('begin with the room itself', () => {
    expect(keys(buildRows({ ...whole, messages: [] }, [], ADA))).toEqual(['start'])
  })

  it('have what waits for a moderator before what is on its way, and each once', () => {
    const messages = [{ ...said(1, ADA, 0), client_id: 'c1' }]
    const waits = [held('c1'), held('c2'), held('c3')]
    const rows = buildRows({ ...whole, messages }, [waiting('c3'), waiting('c4')], ADA, null, waits)
    expect(keys(rows)).toEqual(['start', 'cc1', 'cc2', 'cc3', 'cc4'])
    expect(rows.map((row) => row.kind === 'message' && row.held?.client_id)).toEqual([
      false,
      undefined,
      'c2',
      undefined,
      undefined,
    ])
    const further = buildRows({ messages, hasBefore: false, hasAfter: true }, [], ADA, null, waits)
    expect(keys(further)).toEqual(['start', 'cc1'])
  })

  it('stand under one name while one person speaks on within five minutes', () => {
    const messages = [said(1, BOB, 0), said(2, BOB, 5), said(3, BOB, 11), said(4, ADA, 11)]
    const groups = buildRows({ ...whole, messages }, [], ADA).map(
      (row) => row.kind === 'message' && row.opensGroup,
    )
    expect(groups).toEqual([false, true, false, true, true])
  })

  it('say where news begins, and who speaks there', () => {
    const messages = [said(1, BOB, 0), said(2, BOB, 1), said(3, BOB, 2)]
    const opens = buildRows({ ...whole, messages }, [], ADA, 2).map(
      (row) => row.kind === 'message' && [row.opensNews, row.opensGroup],
    )
    expect(opens).toEqual([false, [false, true], [true, true], [false, false]])
  })

  it('open a day at midnight where the reader is', () => {
    const messages = [said(1, BOB, 11 * 60 + 59), said(2, BOB, 12 * 60)]
    const days = buildRows({ ...whole, messages }, [], ADA).map(
      (row) => row.kind === 'message' && row.opensDay,
    )
    expect(days).toEqual([false, true, true])
  })

  it('are one row with one key before and after the server has a message', () => {
    const before = buildRows({ ...whole, messages: [] }, [waiting('c1')], ADA)
    const after = buildRows({ ...whole, messages: [said(1, ADA, 0)] }, [waiting('c1')], ADA)
    expect(keys(before)).toEqual(['start', 'cc1'])
    expect(keys(after)).toEqual(['start', 'cc1'])
  })

  it('keep the place, the name and the group of a message that was deleted', () => {
    const [first, deleted, last] = [said(1, BOB, 0), said(2, BOB, 1), said(3, BOB, 2)]
    const before = buildRows({ ...whole, messages: [first, deleted, last] }, [], ADA)
    const erased = { ...deleted, rev: 9, body: '', erased: true }
    const after = buildRows({ ...whole, messages: [first, erased, last] }, [], ADA)
    expect(after).toEqual(before.map((row) => (row.key === 's2' ? { ...row, body: '', erased: true } : row)))
  })

  it('do not take a stranger’s client_id for one’s own', () => {
    const rows = buildRows({ ...whole, messages: [said(1, BOB, 0)] }, [waiting('c1')], ADA)
    expect(keys(rows)).toEqual(['start', 's1', 'cc1'])
  })

  it('show nothing pending away from the newest message', () => {
    const rows = buildRows(
      { messages: [said(1, BOB, 0)], hasBefore: false, hasAfter: true },
      [waiting('c1')],
      ADA,
    )
    expect(keys(rows)).toEqual(['start', 's1'])
  })

  it('never change when older ones come', () => {
    const history = fc.array(fc.record({ sender: fc.constantFrom(ADA, BOB), minutes: fc.nat(30) }), {
      minLength: 2,
    })
    fc.assert(
      fc.property(history, fc.nat(), (steps, dice) => {
        let minutes = 0
        const messages = steps.map((step, index) => said(index + 1, step.sender, (minutes += step.minutes)))
        const cut = 1 + (dice % (messages.length - 1))
        const part = buildRows({ messages: messages.slice(cut), hasBefore: true, hasAfter: false }, [], ADA)
        const all = buildRows({ ...whole, messages }, [], ADA)
        expect(part).toEqual(part.length === 0 ? [] : all.slice(-part.length))
      }),
    )
  })
})
