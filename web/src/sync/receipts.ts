import type { ReceiptList, Signal } from '../protocol.gen'
import { roomIn, type LogName } from './logs'

/** Up to where somebody has seen a room, and since when. */
export interface Seen {
  readonly seq: number
  readonly at: string | null
}

export interface RoomReceipts {
  /** False until the first answer: what signals say meanwhile is kept for it. */
  readonly isKnown: boolean
  /** Why there are none; null where there may be some. */
  readonly hidden: ReceiptList['hidden']
  /** By person. Those who hide it are not in it. */
  readonly seen: Readonly<Record<string, Seen>>
}

/** By room, as far as somebody has asked. */
export type Receipts = Readonly<Record<string, RoomReceipts>>

export const NOTHING_SEEN: Receipts = {}

/** The answer may be older than a signal that comes before it, so signals are heard from the question on. */
export function withReceiptsAsked(receipts: Receipts, room: string): Receipts {
  return receipts[room] ? receipts : { ...receipts, [room]: { isKnown: false, hidden: null, seen: {} } }
}

/** An answer says who shows what they see. A signal may have overtaken it: nobody goes back. */
export function withReceipts(receipts: Receipts, room: string, answer: ReceiptList): Receipts {
  const before = receipts[room]?.seen ?? {}
  const seen = Object.fromEntries(
    answer.receipts.map(({ person, seq, at }) => [person, later(before[person], { seq, at })]),
  )
  return { ...receipts, [room]: { isKnown: true, hidden: answer.hidden ?? null, seen } }
}

/** Only in rooms that were asked about: signals come from all. */
export function withSeenSignal(receipts: Receipts, { log, person, seq, at }: Signal): Receipts {
  const room = roomIn(log as LogName)
  const known = receipts[room]
  if (!known || known.hidden || !person || !seq) return receipts
  const seen = { ...known.seen, [person]: later(known.seen[person], { seq, at: at ?? null }) }
  return { ...receipts, [room]: { ...known, seen } }
}

function later(before: Seen | undefined, now: Seen): Seen {
  return before && before.seq > now.seq ? before : now
}
