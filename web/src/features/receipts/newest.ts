import { roomOf, type SyncState } from '../../sync/state'

/**
 * Whether a message is the last that one has said in a direct room, and nobody has answered since: in a conversation of
 * two, an answer says better than a receipt that it was seen.
 */
export function isNewestOwn(sync: SyncState, id: string, seq: number, me: string): boolean {
  const room = roomOf(sync, id)
  if (!room || room.hasAfter) return false
  const isOfTwo = room.info.direct?.length === 2
  const newest = room.messages.findLast(({ sender, erased }) => !erased && (isOfTwo || sender === me))
  return newest?.seq === seq
}
