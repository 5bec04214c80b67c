import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'

/** Why there is nothing before the first message that one may read: there never was, it is not shown, it is gone. */
type Before = 'nothing' | 'hidden' | 'deleted'

const FIRST: Record<Before, string> = {
  nothing: t('This is where the room begins.'),
  hidden: t('Earlier messages are not shown to people who joined after them.'),
  deleted: t('Older messages have been deleted.'),
}
const EMPTY: Record<Before, string> = {
  nothing: t('Nobody has said anything here yet.'),
  hidden: t(
    'Nobody has said anything since you came. Earlier messages are not shown to people who joined after them.',
  ),
  deleted: t('Everything that was said here has been deleted.'),
}

/** Where a room begins for who may read from a certain message on, in sentences. */
export function beginningOf(room: Room, mayReadFrom: number, empty: boolean): string {
  const before = beforeThat(room, mayReadFrom)
  const said = [(empty ? EMPTY : FIRST)[before]]
  if (room.keep_days > 0) said.push(keepingOf(room.keep_days))
  if (empty) said.push(invitation(room, before))
  return said.join(' ')
}

/** Why a message that an address names cannot be shown, if so. */
export function whyAbsent(seq: number, room: Room, mayReadFrom: number, lastSeq: number): string | null {
  if (seq < room.first_seq) return t('That message is not kept any more.')
  if (seq < mayReadFrom) return t('That message was written before you came, and is not shown to you.')
  return seq > lastSeq ? t('There is no such message in this room yet.') : null
}

/** What was hidden from a newcomer is one day as old as the rest, and then deleted like it. */
function beforeThat(room: Room, mayReadFrom: number): Before {
  if (mayReadFrom > room.first_seq) return 'hidden'
  return room.first_seq > 1 ? 'deleted' : 'nothing'
}

function invitation({ kind }: Room, before: Before): string {
  const which = before === 'nothing' ? 'first' : 'next'
  return kind === 'public'
    ? t(
        'Write the {which, select, first {first} other {next}} message below, and share this page’s address to bring people in.',
        { which },
      )
    : t('Write the {which, select, first {first} other {next}} message below.', { which })
}

function keepingOf(days: number): string {
  return t('Messages are kept here for {days, plural, =365 {1 year} one {# day} other {# days}}.', { days })
}
