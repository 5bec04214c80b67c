import type { Presences } from '../../sync/presence'

const RANKS = { online: 0, away: 1, offline: 2 }

/** Who is there comes first; those of whom nothing is known stand with those who are not. */
export function byPresence(presences: Presences) {
  const rank = (person: string) => RANKS[presences[person]?.state ?? 'offline']
  return (a: { readonly person: string }, b: { readonly person: string }): number =>
    rank(a.person) - rank(b.person)
}
