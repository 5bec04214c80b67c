import { describe, expect, it } from 'vitest'
import type { Receipt, Signal } from '../protocol.gen'
import { NOTHING_SEEN, withReceipts, withReceiptsAsked, withSeenSignal } from './receipts'
import { ADA, BOB, LOBBY, LOBBY_LOG } from './testing/room-log'

const NOON = '2026-11-20T12:00:00.000Z'
const LATER = '2026-11-20T12:05:00.000Z'
const signal = (person: string, seq: number): Signal => ({
  type: 'signal',
  kind: 'seen',
  log: LOBBY_LOG,
  person,
  seq,
  at: LATER,
})
const answer = (receipts: Receipt[]) => ({ receipts, people: {}, hidden: null })
const known = withReceipts(NOTHING_SEEN, LOBBY, answer([{ person: BOB, seq: 4, at: NOON }]))

describe('receipts', () => {
  it('are what was answered, and then what signals say', () => {
    expect(known[LOBBY]?.seen).toEqual({ [BOB]: { seq: 4, at: NOON } })
    expect(withSeenSignal(known, signal(BOB, 5))[LOBBY]?.seen).toEqual({ [BOB]: { seq: 5, at: LATER } })
    expect(Object.keys(withSeenSignal(known, signal(ADA, 1))[LOBBY]?.seen ?? {})).toEqual([ADA, BOB])
  })

  it('never go back: a signal may come late, and an answer too', () => {
    const ahead = withSeenSignal(known, signal(BOB, 6))
    expect(withSeenSignal(ahead, signal(BOB, 5))).toEqual(ahead)
    expect(withReceipts(ahead, LOBBY, answer([{ person: BOB, seq: 4, at: NOON }]))).toEqual(ahead)
  })

  it('lose those who hide theirs with the next answer', () => {
    expect(withReceipts(known, LOBBY, answer([]))[LOBBY]?.seen).toEqual({})
  })

  it('are not kept of rooms that nobody asked about', () => {
    expect(withSeenSignal(NOTHING_SEEN, signal(BOB, 5))).toBe(NOTHING_SEEN)
  })

  it('are those of a signal that overtakes the first answer', () => {
    const asked = withReceiptsAsked(NOTHING_SEEN, LOBBY)
    expect(asked[LOBBY]?.isKnown).toBe(false)
    const heard = withSeenSignal(asked, signal(BOB, 5))
    const answered = withReceipts(heard, LOBBY, answer([{ person: BOB, seq: 4, at: NOON }]))
    expect(answered[LOBBY]).toEqual({ isKnown: true, hidden: null, seen: { [BOB]: { seq: 5, at: LATER } } })
    expect(withReceiptsAsked(answered, LOBBY)).toBe(answered)
  })

  it('are none where they are hidden, whatever is heard', () => {
    const heard = withSeenSignal(withReceiptsAsked(NOTHING_SEEN, LOBBY), signal(BOB, 5))
    const hidden = withReceipts(heard, LOBBY, { receipts: [], people: {}, hidden: 'by_you' })
    expect(hidden[LOBBY]).toEqual({ isKnown: true, hidden: 'by_you', seen: {} })
  })
})
