import { locale } from '../../language/languages'
import type { Card, Group, Stay, User } from '../../protocol.gen'

/** Somebody who may be put into the room, or a group of such people. */
export interface Candidate {
  /** Their id, or the group's. */
  readonly person: string
  readonly card: Card
  readonly isIn: boolean
  readonly group?: Group
}

/** The server's answer for a room: those who could come first, then those who are in it already. */
export function candidatesAmong(
  users: readonly Pick<User, 'person' | 'card'>[],
  members: readonly Stay[],
): Candidate[] {
  const inside = new Set(members.map(({ person }) => person))
  return users
    .map(({ person, card }) => ({ person, card, isIn: inside.has(person) }))
    .sort((a, b) => Number(a.isIn) - Number(b.isIn) || a.card.name.localeCompare(b.card.name, locale))
}

export function candidateGroup(group: Group): Candidate {
  const { id, handle, name } = group
  return { person: id, card: { handle, name, avatar: null, rev: 0 }, isIn: false, group }
}

/** As the server takes it: people write the @ of a handle, which is no part of it. */
export function prefixIn(typed: string): string {
  return typed.trim().replace(/^@/, '')
}

/** The next one from `from` that can be chosen, round the ends; -1 if there is none. */
export function stepAmong(candidates: readonly Candidate[], from: number, step: 1 | -1): number {
  const count = candidates.length
  for (let tried = 1; tried <= count; tried++) {
    const at = ((((from < 0 && step < 0 ? 0 : from) + step * tried) % count) + count) % count
    if (!candidates[at]?.isIn) return at
  }
  return -1
}
