import type { Room } from '../../protocol.gen'
import { isModerator, type SyncState } from '../../sync/state'

/** Its owner and moderators look after a room. In a direct conversation nobody has a say over the others. */
export function looksAfter(sync: SyncState, { id, kind, deleted_at }: Room): boolean {
  return kind !== 'direct' && !deleted_at && isModerator(sync, id)
}
