import type { Poll } from '../protocol.gen'
import type { LogState } from './log'
import { idIn, personLog } from './logs'
import { logAt, type Place } from './places'
import { pollAt } from './polls'
import { rowsOf, type ThingOf } from './rows'
import type { SyncState } from './state'

/** A vote without an answer yet, or one that was refused. */
export interface Ballot {
  /** Null once it was refused. */
  readonly chosen: readonly number[] | null
  /** What the poll counted of this person before. */
  readonly before: readonly number[]
  readonly why: string | null
}

/** By `ballotKey`. */
export type Ballots = Readonly<Record<string, Ballot>>

export const ballotKey = (place: Place, seq: number): string => `${place} ${seq}`

export interface ShownOption {
  readonly text: string
  readonly count: number
  /** Of those who voted, from 0 to 100. */
  readonly percent: number
  readonly mine: boolean
  /** The ids of some people who chose it. */
  readonly first: readonly string[]
}

/** A poll as views show it. */
export interface ShownPoll {
  readonly poll: Poll
  readonly options: readonly ShownOption[]
  readonly voters: number
  readonly mine: readonly number[]
}

type Known = Pick<SyncState, 'logs' | 'me' | 'threads'>

/** What this person chose, as far as the server has told. */
export function voteAt(sync: Known, place: Place, seq: number): ThingOf<'vote'> | undefined {
  const own = rowsOf(sync.logs[personLog(sync.me?.id ?? '')]?.rows ?? {}, 'vote')
  return own[`${idIn(logAt(sync, place))} ${seq}`]
}

/** The poll with an unanswered vote applied. */
export function shownPoll(sync: Known, ballots: Ballots, place: Place, seq: number): ShownPoll | null {
  const log = sync.logs[logAt(sync, place)]
  const poll = pollAt(sync, place, seq)
  if (!log || !poll || !sync.me) return null
  const me = sync.me.id
  const own = voteAt(sync, place, seq)
  const ballot = ballots[ballotKey(place, seq)]
  const mine = ballot?.chosen ?? chosenIn(own)
  const counted =
    countedIn(own, Math.max(log.cursor ?? 0, poll.rev)) ?? (ballot?.chosen ? ballot.before : mine)
  const voters = Math.max(0, poll.voters + Number(mine.length > 0) - Number(counted.length > 0))
  const options = poll.options.map((text, at): ShownOption => {
    const isMine = mine.includes(at)
    const count = Math.max(0, (poll.counts[at] ?? 0) + Number(isMine) - Number(counted.includes(at)))
    const others = (poll.first[at] ?? []).filter((id) => id !== me)
    const first = isMine && !poll.anonymous ? [...others, me] : others
    return { text, count, percent: percentOf(count, voters), mine: isMine, first }
  })
  return { poll, options, voters, mine }
}

/** What the room counts of this person. The two logs arrive independently: null if one's own has gone further. */
export function countedAt(sync: Known, place: Place, seq: number): readonly number[] | null {
  const log: LogState | undefined = sync.logs[logAt(sync, place)]
  return countedIn(voteAt(sync, place, seq), log?.cursor ?? 0)
}

export function chosenIn(own: ThingOf<'vote'> | undefined): readonly number[] {
  return own && own.until == null ? own.options : []
}

function countedIn(own: ThingOf<'vote'> | undefined, at: number): readonly number[] | null {
  if (!own) return []
  return (own.until ?? own.since) <= at ? chosenIn(own) : null
}

function percentOf(count: number, voters: number): number {
  return voters === 0 ? 0 : Math.round((count / voters) * 100)
}
