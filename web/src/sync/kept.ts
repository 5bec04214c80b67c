import { UNOPENED, type LogState } from './log'
import { personLog, roomIn, roomLog, SERVER_LOG, type LogName } from './logs'
import { quotesOf } from './quotes'
import { rowsOf, type ThingOf } from './rows'
import type { SyncState } from './state'

/** How much of the state a browser keeps between visits. */
export interface Bounds {
  readonly rooms: number
  readonly messages: number
  /** Of all messages kept of one room. One message can have 8,000. */
  readonly characters: number
  /** A room with more people is kept without them: they are read again when it is opened. */
  readonly members: number
}

export const BOUNDS: Bounds = { rooms: 20, messages: 100, characters: 200_000, members: 500 }

/**
 * The part of the state to keep. It is a state of its own: its logs have every change up to their cursors, so a client
 * that begins with it and hears what came after them knows what a client that begins with nothing would know.
 */
export function kept(state: SyncState, lastRooms: readonly string[], bounds: Bounds = BOUNDS): SyncState {
  const opened = new Set(
    lastRooms
      .map(roomLog)
      .filter((name) => isAtEnd(state.logs[name]))
      .slice(0, bounds.rooms),
  )
  const rooms = Object.entries(state.logs)
    .filter(([name]) => roomIn(name) !== '')
    .map(([name, log]) => [name, opened.has(name) ? cut(log, bounds) : unopened(log)] as const)
  const logs: Record<LogName, LogState> = Object.fromEntries(rooms)
  const server = state.logs[SERVER_LOG]
  if (server) logs[SERVER_LOG] = withoutRows(server)
  const ownName = state.me ? personLog(state.me.id) : ''
  const own = state.logs[ownName]
  if (own) logs[ownName] = withoutStrays(own, logs)
  return { ...state, logs, threads: {}, people: peopleIn(state, Object.values(logs)) }
}

/** A range that ends further up is where a reader was, and not where they want to begin the next time. */
function isAtEnd(log: LogState | undefined): boolean {
  return log !== undefined && log.cursor !== null && !log.hasAfter
}

const cut = once((log: LogState, bounds: Bounds): LogState => {
  const messages = newest(log, bounds)
  const first = messages[0]?.seq ?? Infinity
  const hasPeople = Object.keys(rowsOf(log.rows, 'stay')).length <= bounds.members
  return {
    ...log,
    messages,
    // What falls out may be answered by what stays.
    quotes: quotesOf({ ...log, messages }, log, [], [], 1),
    hasBefore: log.hasBefore || messages.length < log.messages.length,
    about: Object.fromEntries(Object.entries(log.about).filter(([place]) => Number(place) >= first)),
    rows: hasPeople ? log.rows : { ...log.rows, stay: {} },
    complete: hasPeople ? log.complete : log.complete.filter((kind) => kind !== 'stay'),
    readerIsUp: false,
  }
})

function newest({ messages }: LogState, bounds: Bounds): LogState['messages'] {
  let characters = 0
  const isOver = ({ body }: { readonly body: string }) => (characters += body.length) > bounds.characters
  const last = messages.slice(-bounds.messages)
  return last.slice(last.findLastIndex(isOver) + 1)
}

/** The room itself, and how far it goes: enough for the list of rooms. */
const unopened = once((log: LogState): LogState => {
  const room = rowsOf(log.rows, 'room')
  return { ...UNOPENED, head: log.head, lastSeq: log.lastSeq, rows: { room } }
})

/** The server's log, of which the cards of people say all. */
const withoutRows = once((log: LogState): LogState => ({
  ...UNOPENED,
  head: log.head,
  lastSeq: log.lastSeq,
  cursor: log.cursor,
}))

/** What of one's own is about messages comes with pages of these. About those that are not kept it would pile up. */
function withoutStrays(own: LogState, logs: Readonly<Record<LogName, LogState>>): LogState {
  const isNear = ([, { room, seq }]: [string, ThingOf<'reaction' | 'vote' | 'save' | 'follow'>]) => {
    const log = logs[roomLog(room)]
    // One's own log can be ahead: of an open room in which nothing was said yet, it tells before the room does.
    return log !== undefined && log.cursor !== null && seq >= (log.messages[0]?.seq ?? 1)
  }
  const near = (kind: 'reaction' | 'vote' | 'save' | 'follow') =>
    Object.fromEntries(Object.entries(rowsOf(own.rows, kind)).filter(isNear))
  const rows = { reaction: near('reaction'), vote: near('vote'), save: near('save'), follow: near('follow') }
  return { ...own, rows: { ...own.rows, ...rows } }
}

/** The cards of everybody who is named in these logs, by whatever field. */
function peopleIn(state: SyncState, logs: readonly LogState[]): SyncState['people'] {
  const named = new Set(logs.flatMap((log) => [...namesIn(log)]))
  return Object.fromEntries(Object.entries(state.people).filter(([id]) => named.has(id)))
}

const namesIn = once((log: LogState): ReadonlySet<string> => {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') found.add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look)
  }
  look([log.rows, log.about, log.messages, log.quotes])
  return found
})

/** Works something out once for each log, which is the same as long as nothing in it has changed. */
function once<A extends unknown[], T>(work: (log: LogState, ...rest: A) => T) {
  const done = new WeakMap<LogState, T>()
  return (log: LogState, ...rest: A): T => {
    const known = done.get(log)
    if (known !== undefined) return known
    const made = work(log, ...rest)
    done.set(log, made)
    return made
  }
}
