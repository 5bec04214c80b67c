import type { Room } from '../../protocol.gen'

/** Of the two, who adds people to a private room, or who writes in a room. */
export type Who = NonNullable<Room['posting']>

export const WHO: readonly Who[] = ['members', 'moderators']
const WORDS: Readonly<Record<Who, string>> = {
  members: 'All members',
  moderators: 'Owners and moderators',
}

export function whoLabel(who: Who): string {
  return WORDS[who]
}

/** What the server leaves out is as rooms begin. */
export function postingOf({ posting = 'members' }: Room): Who {
  return posting
}

export function addingOf({ adding = 'moderators' }: Room): Who {
  return adding
}
