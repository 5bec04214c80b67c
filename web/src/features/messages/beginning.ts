import type { Room } from '../../protocol.gen'
import { spanOf } from '../rooms/keeping'

/** Why there is nothing before the first message that one may read: there never was, it is not shown, it is gone. */
type Before = 'nothing' | 'hidden' | 'deleted'

const HIDDEN = 'Earlier messages are not shown to people who joined after them.'
const FIRST: Record<Before, string> = {
  nothing: 'This is where the room begins.',
  hidden: HIDDEN,
  deleted: 'Older messages have been deleted.',
}
const EMPTY: Record<Before, string> = {
  nothing: 'Nobody has said anything here yet.',
  hidden: `Nobody has said anything since you came. ${HIDDEN}`,
  deleted: 'Everything that was said here has been deleted.',
}

/** Where a room begins for who may read from a certain message on, in sentences. */
export function beginningOf(room: Room, mayReadFrom: number, empty: boolean): string {
  const before = beforeThat(room, mayReadFrom)
  const said = [(empty ? EMPTY : FIRST)[before]]
  if (room.keep_days > 0) said.push(`Messages are kept here for ${spanOf(room.keep_days)}.`)
  if (empty) said.push(invitation(room, before))
  return said.join(' ')
}

/** Why a message that an address names cannot be shown, if so. */
export function whyAbsent(seq: number, room: Room, mayReadFrom: number, lastSeq: number): string | null {
  if (seq < room.first_seq) return 'That message is not kept any more.'
  if (seq < mayReadFrom) return 'That message was written before you came, and is not shown to you.'
  return seq > lastSeq ? 'There is no such message in this room yet.' : null
}

/** What was hidden from a newcomer is one day as old as the rest, and then deleted like it. */
function beforeThat(room: Room, mayReadFrom: number): Before {
  if (mayReadFrom > room.first_seq) return 'hidden'
  return room.first_seq > 1 ? 'deleted' : 'nothing'
}

function invitation({ kind }: Room, before: Before): string {
  const write = `Write the ${before === 'nothing' ? 'first' : 'next'} message below`
  return kind === 'public' ? `${write}, and share this page’s address to bring people in.` : `${write}.`
}
