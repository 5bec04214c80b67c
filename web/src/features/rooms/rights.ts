import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'

/** Of the two, who adds people to a private room, or who writes in a room. */
export type Who = NonNullable<Room['posting']>

/** Who replies in threads. */
export type Threads = NonNullable<Room['threads']>

export const THREADS: Readonly<Record<Threads, string>> = {
  writers: t('Those who can write in the room'),
  members: t('All members'),
  off: t('Nobody // may do it'),
}

export const WHO: readonly Who[] = ['members', 'moderators']
const WORDS: Readonly<Record<Who, string>> = {
  members: t('All members'),
  moderators: t('Owners and moderators'),
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

export function threadsOf({ threads = 'writers' }: Room): Threads {
  return threads
}
