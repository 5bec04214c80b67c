import {
  THINGS,
  type Changes,
  type Follow,
  type MessagePage,
  type Reaction,
  type ReadPosition,
  type Reminder,
  type RoomAnswer,
  type RoomDetails,
  type Save,
  type Scheduled,
  type Vote,
} from '../protocol.gen'
import { apply, withLog, withOwnThings, withPeople } from './apply'
import { withLastSeq, withPage, withSnapshot } from './log'
import { roomLog, type LogName } from './logs'
import type { Catalogue } from './rows'
import type { SyncState } from './state'

/** What was asked for apart from the frames, and is about a log as of its `head`. */
export type Answer = MessagePage | RoomDetails

export function logOf(answer: Answer): LogName {
  return 'messages' in answer ? answer.log : roomLog(answer.room.id)
}

/**
 * Whether an answer was read before something that is known, and what was heard meanwhile does not say what changed
 * since: after a reset, or in a history that is not this one.
 */
export function isStale(state: SyncState, answer: Answer, meanwhile: readonly Changes[] = []): boolean {
  const log = state.logs[logOf(answer)]
  if (!log || log.cursor === null) return false
  const known = meanwhile.reduce(
    (head, { from, to }) => (from <= head ? Math.max(head, to) : head),
    answer.head,
  )
  return known < log.cursor
}

/** The state with an answer in it, brought up to what was heard of its log since it was asked for. */
export function applyAnswer(
  state: SyncState,
  answer: Answer,
  meanwhile: readonly Changes[] = [],
  kinds: Catalogue = THINGS,
): SyncState {
  if (isStale(state, answer, meanwhile)) return state
  return 'messages' in answer
    ? applyPage(state, answer, meanwhile, kinds)
    : applyDetails(state, answer, kinds)
}

function applyPage(
  state: SyncState,
  page: MessagePage,
  meanwhile: readonly Changes[],
  kinds: Catalogue,
): SyncState {
  const log = state.logs[page.log]
  if (!log) return state
  const read = { ...page, hasBefore: page.has_before, hasAfter: page.has_after }
  const isFirst = log.cursor === null
  const later = isFirst ? [] : meanwhile.flatMap(({ things = [] }) => things)
  const paged = withLog(withPeople(state, page.people), page.log, withPage(log, read, later, kinds))
  const next = withOwnThings(paged, page.own, {}, kinds)
  // The first page gives the cursor from which on everything that was heard counts.
  return isFirst ? meanwhile.reduce((now, frame) => apply(now, frame, kinds), next) : next
}

/** Members are read apart from messages: only a room that has its cursor can say whether they are recent enough. */
function applyDetails(state: SyncState, details: RoomDetails, kinds: Catalogue): SyncState {
  const name = logOf(details)
  const log = state.logs[name]
  if (!log || log.cursor === null) return state
  const { head, room, members, members_complete, last_seq, people } = details
  const snapshot = { head, things: [room, ...members], complete: members_complete ? ['stay'] : [] }
  const next = withSnapshot(withLastSeq(log, last_seq), snapshot, kinds)
  return withLog(withPeople(state, people), name, next)
}

/** The answer to making, changing or joining a room. It brings rows and moves no cursor. */
export function applyRoomAnswer(state: SyncState, { room, membership }: RoomAnswer): SyncState {
  return withOwnThings(state, [membership], { [room.id]: room })
}

/** The answer to a verb that changes a thing of one's own log. It moves no cursor either. */
export function applyOwn(
  state: SyncState,
  thing: Follow | ReadPosition | Reaction | Reminder | Save | Scheduled | Vote,
): SyncState {
  return withOwnThings(state, [thing])
}
