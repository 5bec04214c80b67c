import type { LogState } from './log'
import { idIn, personLog } from './logs'
import { logAt, type Place } from './places'
import { rowsOf, type ThingOf } from './rows'
import type { SyncState } from './state'

/** An emoji under a message, as views show it. */
export interface ShownReaction {
  readonly emoji: string
  readonly count: number
  /** The ids of some people who reacted. */
  readonly first: readonly string[]
  readonly mine: boolean
}

/** Clicks without an answer yet, by `keyOf`: true to add the reaction, false to remove it. */
export type Wishes = Readonly<Record<string, boolean>>

export const keyOf = (place: Place, seq: number, emoji: string): string => `${place} ${seq} ${emoji}`

/** The reactions to a message in the order in which each emoji first appeared, with unanswered clicks applied. */
export function reactionsTo(
  sync: Pick<SyncState, 'logs' | 'me' | 'threads'>,
  wishes: Wishes,
  place: Place,
  seq: number,
): ShownReaction[] {
  const name = logAt(sync, place)
  const log = sync.logs[name]
  const { me } = sync
  if (!log || !me) return []
  const tallies = Object.values(rowsOf(log.about[seq] ?? {}, 'tally')).filter(({ until }) => until == null)
  const own = rowsOf(sync.logs[personLog(me.id)]?.rows ?? {}, 'reaction')
  const tallied = new Set(tallies.map(({ key }) => key))
  const prefix = keyOf(place, seq, '')
  const wished = Object.keys(wishes).filter((key) => key.startsWith(prefix) && wishes[key])
  const added = wished.map((key) => key.slice(prefix.length)).filter((emoji) => !tallied.has(emoji))
  const shown = [...tallies].sort((a, b) => a.since - b.since || (a.key < b.key ? -1 : 1))
  return [
    ...shown.map((tally) => ({ emoji: tally.key, count: tally.count, first: tally.first, rev: tally.rev })),
    ...added.map((emoji) => ({ emoji, count: 0, first: [], rev: 0 })),
  ].flatMap(({ emoji, count, first, rev }) => {
    const known = own[keyOf(idIn(name), seq, emoji)]
    const mine = wishes[keyOf(place, seq, emoji)] ?? isThere(known)
    // The two logs arrive independently. The tally's place says whether it counts this person already.
    const counted = known !== undefined && wasThere(known, placeOf(log, rev))
    const now = count + Number(mine) - Number(counted)
    const others = first.filter((id) => id !== me.id)
    return now > 0 ? [{ emoji, count: now, first: mine ? [...others, me.id] : others, mine }] : []
  })
}

/** The place of the room's log up to which a tally is current. */
function placeOf(log: LogState, rev: number): number {
  return Math.max(log.cursor ?? 0, rev)
}

function isThere(own: ThingOf<'reaction'> | undefined): boolean {
  return own !== undefined && own.until == null
}

function wasThere({ since, until }: ThingOf<'reaction'>, at: number): boolean {
  return since <= at && (until == null || until > at)
}
