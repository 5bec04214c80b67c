import type { Quote, Thing } from '../protocol.gen'
import { aboutRange, placeOf, type About } from './about'
import { NO_QUOTES, quotesOf, type Quotes } from './quotes'
import { bounded, fromPlace, join, upsert, type Range } from './range'
import { fieldOf, thingsOf, upsertRows, withoutKinds, type Catalogue, type Rows } from './rows'

/** What the client knows of one log. Its messages are one range without holes; what lies outside is not shown. */
export interface LogState extends Range {
  /** The highest head heard of. Above the cursor, something is missing. */
  readonly head: number
  /** The newest message heard of, shown or not. */
  readonly lastSeq: number
  /** Up to where every change is known. Null until there was a first page. */
  readonly cursor: number | null
  /** Everything in it but the messages, and what is about one. */
  readonly rows: Rows
  /** The kinds of which `rows` has all there is. */
  readonly complete: readonly string[]
  readonly about: About
  readonly quotes: Quotes
  /** Its reader is, or was when they left it, further up than its newest message: they find their place again. */
  readonly readerIsUp: boolean
}

export interface Snapshot {
  readonly head: number
  readonly things: readonly Thing[]
  readonly complete: readonly string[]
  readonly quotes?: readonly Quote[]
}

export const UNOPENED: LogState = {
  head: 0,
  lastSeq: 0,
  cursor: null,
  rows: {},
  complete: [],
  messages: [],
  about: {},
  quotes: NO_QUOTES,
  hasBefore: false,
  hasAfter: false,
  readerIsUp: false,
}

/** The first message that the log still keeps. What is before it is gone, and what is about that. */
export function floorOf(rows: Rows, kinds: Catalogue): number {
  const floors = Object.entries(kinds).flatMap(([kind, { floor }]) =>
    floor === null ? [] : Object.values(rows[kind] ?? {}).map((thing) => Number(fieldOf(thing, floor))),
  )
  return Math.max(1, ...floors)
}

/** The log after changes of it. Before its first page it has no range, and shows no messages. */
export function withThings(
  log: LogState,
  things: readonly Thing[],
  kinds: Catalogue,
  told: readonly Quote[] = [],
): LogState {
  const rows = withRows(log.rows, things, kinds)
  const floor = floorOf(rows, kinds)
  // What is not kept any more was there, whether it was heard of or not.
  const next = { ...withLastSeq(log, Math.max(newestSeq(things), floor - 1)), rows }
  if (log.cursor === null) return next
  const kept = things.filter((thing) => (placeOf(thing, kinds) ?? floor) >= floor)
  // Cut first: what was missed and is not kept any more leaves no hole to what still is.
  const said = thingsOf(kept, 'message')
  const range = bounded(upsert(fromPlace(log, floor), said), log, log.readerIsUp)
  const quotes = quotesOf(range, log, told, said, floor)
  return { ...next, ...range, quotes, about: aboutRange(log.about, range, kept, kinds) }
}

/** The log after a snapshot of some of its kinds. It moves no cursor. */
export function withSnapshot(log: LogState, snapshot: Snapshot, kinds: Catalogue): LogState {
  const { head, things, complete } = snapshot
  const rows = withoutKinds(log.rows, complete, head)
  return {
    ...withHead(withThings({ ...log, rows }, things, kinds, snapshot.quotes), head),
    complete: [...new Set([...log.complete, ...complete])],
  }
}

/** The log begun anew from a snapshot, which has the newest page. Only what has changed since stays of it. */
export function begunAnew(
  log: LogState,
  snapshot: Snapshot & { readonly hasBefore: boolean },
  kinds: Catalogue,
): LogState {
  const { head, lastSeq, readerIsUp } = log
  const rows = withoutKinds(log.rows, Object.keys(log.rows), snapshot.head)
  const { hasBefore, head: cursor } = snapshot
  return withSnapshot({ ...UNOPENED, head, lastSeq, readerIsUp, rows, cursor, hasBefore }, snapshot, kinds)
}

/** The log with a page in its range, and what has changed in it since the page was read. */
export function withPage(
  log: LogState,
  page: Range & {
    readonly head: number
    readonly things: readonly Thing[]
    readonly quotes: readonly Quote[]
  },
  later: readonly Thing[],
  kinds: Catalogue,
): LogState {
  const floor = floorOf(log.rows, kinds)
  const since = later.filter((thing) => thing.rev > page.head && (placeOf(thing, kinds) ?? floor) >= floor)
  const said = thingsOf(since, 'message')
  const range = upsert(join(log, page, floor), said)
  return {
    ...withHead(withLastSeq(log, newestSeq(page.messages)), page.head),
    ...range,
    cursor: log.cursor ?? page.head,
    quotes: quotesOf(range, log, page.quotes, said, floor),
    about: aboutRange(log.about, range, [...page.things, ...since], kinds),
  }
}

export function withHead(log: LogState, head: number): LogState {
  return head > log.head ? { ...log, head } : log
}

export function withLastSeq(log: LogState, seq: number): LogState {
  return seq > log.lastSeq ? { ...log, lastSeq: seq } : log
}

export function withRows(rows: Rows, things: readonly Thing[], kinds: Catalogue): Rows {
  return upsertRows(
    rows,
    things.filter(({ thing }) => kinds[thing]?.place === null),
    kinds,
  )
}

export function newestSeq(things: readonly Thing[]): number {
  return Math.max(0, ...thingsOf(things, 'message').map(({ seq }) => seq))
}
