import type { ServerFrame, Signal } from '../protocol.gen'
import type { LogName } from './logs'
import { thingsOf } from './rows'
import { isBlocked, type SyncState } from './state'

/** Whoever goes on typing says so every 3 s: one of these may get lost. */
export const FORGET_AFTER_MS = 6_000

/** Who types in a log, each until they are forgotten, in the clock's ms. */
export interface Typists {
  readonly people: Readonly<Record<string, number>>
  /** In a log with many readers the server only counts. */
  readonly crowd: { readonly count: number; readonly until: number } | null
}

export type Typing = Readonly<Record<LogName, Typists>>

export const NOBODY_TYPES: Typing = {}

const NO_TYPISTS: Typists = { people: {}, crowd: null }

/** Takes in a signal of a log that is followed. What one types in another tab is no news. */
export function withTypingSignal(typing: Typing, signal: Signal, sync: SyncState, now: number): Typing {
  const { log, person, is_typing, count } = signal
  if (!sync.logs[log] || person === sync.me?.id) return typing
  const known = typing[log] ?? NO_TYPISTS
  const until = now + FORGET_AFTER_MS
  if (count != null) return withTypists(typing, log, { people: {}, crowd: { count, until } })
  if (person == null || isBlocked(sync, person)) return typing
  if (!is_typing) return withTypists(typing, log, { ...known, people: without(known.people, [person]) })
  return withTypists(typing, log, { people: { ...known.people, [person]: until }, crowd: null })
}

/** Who types after a frame. `before` is the state that it came into. */
export function typingAfter(typing: Typing, frame: ServerFrame, before: SyncState): Typing {
  switch (frame.type) {
    case 'welcome':
      return frame.epoch === before.epoch ? typing : NOBODY_TYPES
    case 'gone':
    case 'reset':
      return withTypists(typing, frame.log, NO_TYPISTS)
    case 'changes': {
      const known = typing[frame.log]
      if (!known) return typing
      // A change of an older message says nothing about what its sender does now.
      const newest = before.logs[frame.log]?.lastSeq ?? 0
      const messages = thingsOf(frame.things ?? [], 'message').filter(({ seq }) => seq > newest)
      const people = without(
        known.people,
        messages.map(({ sender }) => sender),
      )
      return people === known.people ? typing : withTypists(typing, frame.log, { ...known, people })
    }
    default:
      return typing
  }
}

export function withoutForgotten(typing: Typing, now: number): Typing {
  return Object.entries(typing).reduce((left, [log, { people, crowd }]) => {
    const forgotten = Object.keys(people).filter((person) => (people[person] ?? 0) <= now)
    const lost = crowd !== null && crowd.until <= now
    if (forgotten.length === 0 && !lost) return left
    return withTypists(left, log, { people: without(people, forgotten), crowd: lost ? null : crowd })
  }, typing)
}

/** When there is next somebody to forget. */
export function nextForgotten(typing: Typing): number | null {
  const ends = Object.values(typing).flatMap(({ people, crowd }) => [
    ...Object.values(people),
    ...(crowd ? [crowd.until] : []),
  ])
  return ends.length === 0 ? null : Math.min(...ends)
}

function withTypists(typing: Typing, log: LogName, typists: Typists): Typing {
  const isEmpty = Object.keys(typists.people).length === 0 && !typists.crowd?.count
  if (!isEmpty) return { ...typing, [log]: typists }
  if (!typing[log]) return typing
  const { [log]: _ended, ...others } = typing
  return others
}

function without(people: Typists['people'], leaving: readonly string[]): Typists['people'] {
  const gone = leaving.filter((person) => person in people)
  if (gone.length === 0) return people
  return Object.fromEntries(Object.entries(people).filter(([person]) => !gone.includes(person)))
}
