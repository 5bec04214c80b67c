import {
  THINGS,
  type Card,
  type Changes,
  type Gone,
  type Me,
  type Reset,
  type Room,
  type ServerFrame,
  type Thing,
  type Welcome,
} from '../protocol.gen'
import {
  begunAnew,
  floorOf,
  newestSeq,
  UNOPENED,
  withHead,
  withLastSeq,
  withRows,
  withSnapshot,
  withThings,
  type LogState,
} from './log'
import { personLog, roomIn, roomLog, SERVER_LOG, type LogName } from './logs'
import { placeNamed, type Place } from './places'
import { leavesHole } from './range'
import { rowsOf, thingsOf, type Catalogue } from './rows'
import { NOTHING_KNOWN, openMemberships, readableFrom, type SyncState } from './state'

/** The state after a frame. A frame behind a hole changes nothing but the known head: `isHole` tells, and who asks repairs. */
export function apply(state: SyncState, frame: ServerFrame, kinds: Catalogue = THINGS): SyncState {
  switch (frame.type) {
    case 'welcome':
      return applyWelcome(state, frame, kinds)
    case 'changes':
      return applyChanges(state, frame, kinds)
    case 'reset':
      return applyReset(state, frame, kinds)
    case 'gone':
      return applyGone(state, frame)
    case 'beat':
      return raiseHeads(state, frame.heads)
    default:
      return state
  }
}

/** Whether something before this frame is missing: of the log, or of the messages. */
export function isHole(state: SyncState, frame: Changes, kinds: Catalogue = THINGS): boolean {
  const log = state.logs[frame.log]
  if (!log || log.cursor === null || frame.to <= log.cursor) return false
  if (frame.from > log.cursor) return true
  const things = frame.things ?? []
  const floor = floorOf(withRows(log.rows, things, kinds), kinds)
  return leavesHole(log, thingsOf(things, 'message'), Math.max(floor, readableFrom(state, roomIn(frame.log))))
}

/** Logs whose head is known to be above their cursor. */
export function logsBehind(state: SyncState): LogName[] {
  return Object.entries(state.logs).flatMap(([name, { cursor, head }]) =>
    cursor !== null && cursor < head ? [name] : [],
  )
}

/** Takes in things of one's own log that an answer brings. Answers move no cursor. */
export function withOwnThings(
  state: SyncState,
  things: readonly Thing[],
  rooms: Readonly<Record<string, Room>> = {},
  kinds: Catalogue = THINGS,
): SyncState {
  const name = state.me ? personLog(state.me.id) : ''
  const own = state.logs[name]
  return own ? withOwnLog(state, name, withThings(own, things, kinds), rooms, kinds) : state
}

/** Where a room's reader is decides which messages fall out of a range that listening has made too long. */
export function withReader(state: SyncState, room: string, isUp: boolean): SyncState {
  const log = state.logs[roomLog(room)]
  return log && log.readerIsUp !== isUp ? withLog(state, roomLog(room), { ...log, readerIsUp: isUp }) : state
}

export function withLog(state: SyncState, name: LogName, log: LogState): SyncState {
  return { ...state, logs: { ...state.logs, [name]: log } }
}

/** The state with a thread open: from its first page on, it follows the thread's log. */
export function withThread(state: SyncState, place: Place, name: LogName): SyncState {
  if (state.threads[place] === name) return state
  const log = state.logs[name] ?? UNOPENED
  return { ...withLog(state, name, log), threads: { ...state.threads, [place]: name } }
}

export function withoutThread(state: SyncState, place: Place): SyncState {
  return keepThreads(state, (_room, log) => log !== state.threads[place])
}

export function withPeople(state: SyncState, incoming: Readonly<Record<string, Card>> = {}): SyncState {
  const news = Object.entries(incoming).filter(([id, card]) => card.rev > (state.people[id]?.rev ?? -1))
  if (news.length === 0) return state
  const next = { ...state, people: { ...state.people, ...Object.fromEntries(news) } }
  const own = state.me && incoming[state.me.id]
  return own ? { ...next, me: withCard(state.me, own) } : next
}

/** Who one is, as one's card says it. What was changed in another tab, or on another device, comes this way. */
function withCard(me: Me, card: Card): Me {
  if (card.rev <= (me.rev ?? 0)) return me
  // A card leaves out what is empty. Everything else about oneself is not on it, and stays.
  const { pronouns: _pronouns, time_zone: _zone, status: _status, ...kept } = me
  return { ...kept, ...card }
}

/** What the server says of oneself. Answers and welcomes overtake each other and the frame that tells everybody. */
export function withSelf(state: SyncState, me: Me): SyncState {
  const { id, role: _role, created_at: _at, email: _email, language: _language, ...some } = me
  const { needs_second_factor: _factor, shares_reading: _shares, rev = 0, ...shown } = some
  const next = withPeople(state, { [id]: { ...shown, rev } })
  return rev >= (next.me?.rev ?? 0) ? { ...next, me } : next
}

function applyWelcome(state: SyncState, frame: Welcome, kinds: Catalogue): SyncState {
  const isKnown = frame.epoch === state.epoch
  const base = isKnown ? state : { ...NOTHING_KNOWN, epoch: frame.epoch }
  const head = frame.heads[frame.log] ?? 0
  const own = base.logs[frame.log] ?? UNOPENED
  // The same frame also answers `sync.get`, which live frames can overtake.
  if (head < (own.cursor ?? 0)) return raiseHeads(base, frame.heads)
  // In a known history, what changed in other logs follows in frames of their own and moves their cursors.
  const server = base.logs[SERVER_LOG] ?? { ...UNOPENED, cursor: frame.heads[SERVER_LOG] ?? 0 }
  const known = withSelf(withPeople(base, frame.people), frame.you)
  const next = { ...withLog(known, SERVER_LOG, server), settings: frame.settings }
  // Kinds that it does not tell in full follow from the cursor, if there is one.
  const [logKind] = frame.log.split(':')
  const isWhole = Object.keys(kinds).every(
    (kind) => kinds[kind]?.log !== logKind || frame.complete.includes(kind),
  )
  const cursor = isWhole ? head : (own.cursor ?? head)
  const told = { ...withSnapshot(own, { ...frame, head }, kinds), cursor }
  const whole = withOwnLog(next, frame.log, told, frame.rooms, kinds)
  return raiseHeads(raiseLastSeqs(whole, frame.last_seqs), frame.heads)
}

function applyChanges(state: SyncState, frame: Changes, kinds: Catalogue): SyncState {
  const next = withPeople(state, frame.people)
  const log = next.logs[frame.log]
  if (!log) return next
  const things = frame.things ?? []
  const heard = withHead(log, frame.to)
  if (isHole(next, frame, kinds)) {
    return withLog(next, frame.log, withLastSeq(heard, newestSeq(things)))
  }
  // At or below the cursor there is nothing that is not known already.
  if (log.cursor !== null && frame.to <= log.cursor) return next
  const taken = withThings(heard, things, kinds, frame.quotes)
  const cursor = log.cursor === null ? null : frame.to
  return heardOfThreads(withLogOrOwn(next, frame, { ...taken, cursor }, kinds), things)
}

function applyReset(state: SyncState, frame: Reset, kinds: Catalogue): SyncState {
  const log = state.logs[frame.log]
  if (!log || frame.head < (log.cursor ?? 0)) return state
  const anew = begunAnew(log, { ...frame, hasBefore: frame.has_before }, kinds)
  const next = withLogOrOwn(withPeople(state, frame.people), frame, anew, kinds)
  return heardOfThreads(withOwnThings(next, frame.own ?? [], {}, kinds), frame.things)
}

function applyGone(state: SyncState, { log: name, at }: Pick<Gone, 'log' | 'at'>): SyncState {
  const membership = openMemberships(state).find(({ room }) => roomLog(room) === name)
  // A stay that began later is another one: this news is about the one before.
  if (membership && membership.since > at) return state
  const left = keepThreads(state, (room, log) => log !== name && roomLog(room) !== name)
  const { [name]: _dropped, ...logs } = left.logs
  const ownName = state.me ? personLog(state.me.id) : ''
  const own = logs[ownName]
  if (!membership || !own) return { ...left, logs }
  const ended = { ...rowsOf(own.rows, 'membership'), [membership.room]: { ...membership, until: at } }
  return { ...left, logs: { ...logs, [ownName]: { ...own, rows: { ...own.rows, membership: ended } } } }
}

function withLogOrOwn(
  state: SyncState,
  { log: name, rooms = {} }: Pick<Changes, 'log' | 'rooms'>,
  log: LogState,
  kinds: Catalogue,
): SyncState {
  const isOwn = state.me !== null && name === personLog(state.me.id)
  return isOwn
    ? withOwnLog(state, name, log, rooms, kinds)
    : withRooms(withLog(state, name, log), rooms, kinds)
}

/** Memberships open and close the logs of rooms, and one's read positions tell how far these go at least. */
function withOwnLog(
  state: SyncState,
  name: LogName,
  own: LogState,
  rooms: Readonly<Record<string, Room>>,
  kinds: Catalogue,
): SyncState {
  const open = Object.values(rowsOf(own.rows, 'membership')).filter(({ until }) => until === null)
  const followedRooms = new Set(open.map(({ room }) => room))
  const kept = keepThreads(state, (room) => followedRooms.has(room))
  const others = Object.entries(kept.logs).filter(([log]) => roomIn(log) === '')
  const followed = open.map(({ room }) => [roomLog(room), state.logs[roomLog(room)] ?? UNOPENED] as const)
  const logs = { ...Object.fromEntries([...others, ...followed]), [name]: own }
  const next = withRooms({ ...kept, logs }, rooms, kinds)
  // Nobody has read further than there is: in a room just joined this is the first that is heard of its length.
  const reads = Object.values(rowsOf(own.rows, 'read')).map(({ room, seq }) => [roomLog(room), seq] as const)
  return raiseLastSeqs(next, Object.fromEntries(reads))
}

/** A room's log says how far the logs of its threads go. */
function heardOfThreads(state: SyncState, things: readonly Thing[]): SyncState {
  return raiseHeads(state, Object.fromEntries(thingsOf(things, 'thread').map(({ log, head }) => [log, head])))
}

/** The state with those open threads alone that stay. */
function keepThreads(state: SyncState, stays: (room: string, log: LogName) => boolean): SyncState {
  const all = Object.entries(state.threads)
  const gone = all.filter(([place, log]) => !stays(placeNamed(place).room, log))
  if (gone.length === 0) return state
  const logs = { ...state.logs }
  for (const [, log] of gone) delete logs[log]
  return { ...state, logs, threads: Object.fromEntries(all.filter((thread) => !gone.includes(thread))) }
}

/** Takes in the rows of rooms that are followed. */
function withRooms(state: SyncState, rooms: Readonly<Record<string, Room>>, kinds: Catalogue): SyncState {
  const changed = Object.entries(rooms).flatMap(([id, row]) => {
    const log = state.logs[roomLog(id)]
    return log ? [[roomLog(id), withThings(log, [row], kinds)] as const] : []
  })
  return changed.length === 0 ? state : { ...state, logs: { ...state.logs, ...Object.fromEntries(changed) } }
}

const raiseHeads = raising(withHead)
const raiseLastSeqs = raising(withLastSeq)

/** Raises a number of several logs, those that are followed. */
function raising(raise: (log: LogState, to: number) => LogState) {
  return (state: SyncState, numbers: Readonly<Record<LogName, number>>): SyncState => {
    const raised = Object.entries(numbers).flatMap(([name, number]) => {
      const log = state.logs[name]
      const next = log && raise(log, number)
      return next && next !== log ? [[name, next] as const] : []
    })
    return raised.length === 0 ? state : { ...state, logs: { ...state.logs, ...Object.fromEntries(raised) } }
  }
}
