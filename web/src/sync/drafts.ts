import type { Draft } from '../protocol.gen'
import { personLog } from './logs'
import { placeNamed, threadPlace, type Place } from './places'
import { rowsOf } from './rows'
import type { SyncState } from './state'
import type { ClientState } from './store'

/** What is written at a place: its text, and in a room the message that it answers. */
export interface Writing {
  readonly text: string
  readonly reply: number | null
}

/** The server's draft as this device knew it when the text here was begun from it. */
export interface Synced extends Writing {
  readonly epoch: string
  /** The place in one's own log up to which this device had heard when the text here was begun. Null if nobody knows. */
  readonly rev: number | null
  /** It was put, and there is no answer yet: the server has this, or what it had before. */
  readonly isAsked: boolean
}

export const NOTHING: Writing = { text: '', reply: null }

/** Whether the server's drafts are known in full: one that is not among them is not there. */
export function knowsDrafts(sync: SyncState): boolean {
  return ownLog(sync)?.complete.includes('draft') ?? false
}

/** The place in one's own log up to which everything was heard. */
export function ownCursor(sync: SyncState): number | null {
  return ownLog(sync)?.cursor ?? null
}

/** The server's drafts by place, those that have ended among them. */
export function draftsByPlace(sync: SyncState): ReadonlyMap<Place, Draft> {
  return new Map(
    Object.values(rowsOf(ownLog(sync)?.rows ?? {}, 'draft')).map((draft) => [placeOfDraft(draft), draft]),
  )
}

export function placeOfDraft({ room, thread }: Pick<Draft, 'room' | 'thread'>): Place {
  return thread === 0 ? room : threadPlace(room, thread)
}

/** What somebody has written here. A reply without a text is no draft. */
export function writtenHere(
  { drafts, replies }: Pick<ClientState, 'drafts' | 'replies'>,
  place: Place,
): Writing {
  const text = (drafts[place] ?? '').toWellFormed()
  return text.trim() === '' ? NOTHING : { text, reply: replyAt(place, replies[place]?.seq) }
}

export function writtenThere(place: Place, draft: Draft | undefined): Writing {
  if (!draft || draft.until != null || draft.body === '') return NOTHING
  return { text: draft.body, reply: replyAt(place, draft.reply_to) }
}

export function isSame(one: Writing, other: Writing): boolean {
  return one.text === other.text && one.reply === other.reply
}

/** Whether the text here is the server's to replace: it is what this device has from it, and was not changed since. */
export function isUntouched(here: Writing, synced: Synced | null): boolean {
  return synced ? !synced.isAsked && isSame(here, synced) : isSame(here, NOTHING)
}

/** Nothing in a thread answers anything but its root. */
function replyAt(place: Place, seq: number | null | undefined): number | null {
  return placeNamed(place).thread === undefined ? (seq ?? null) : null
}

const ownLog = ({ me, logs }: SyncState) => (me ? logs[personLog(me.id)] : undefined)
