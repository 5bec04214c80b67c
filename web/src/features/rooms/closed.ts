import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'

/** Why somebody cannot write in a room, if so. The server has the last word. */
export function whyClosed(room: Room, isModerator: boolean): string | null {
  if (room.deleted_at) return t('This room was deleted.')
  if (room.archived_at) return t('This room is archived: it can be read, and nothing new is said in it.')
  if (room.posting === 'moderators' && !isModerator)
    return t('Only the room’s owner and moderators write here.')
  return null
}
