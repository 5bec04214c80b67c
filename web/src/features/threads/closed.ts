import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { whyClosed } from '../rooms/closed'

/** Why somebody cannot reply in a room's threads, if so. The server has the last word. */
export function whyNoReplies(room: Room, isModerator: boolean): string | null {
  const posting = room.threads === 'members' ? 'members' : (room.posting ?? 'members')
  const closed = whyClosed({ ...room, posting }, isModerator)
  if (closed !== null) return closed
  return room.threads === 'off' ? t('In this room nobody replies in threads.') : null
}
