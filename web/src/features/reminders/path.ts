import type { Room } from '../../protocol.gen'
import { roomPath } from '../rooms/listed'

/** Where a message is: in its room, or in a thread beside it. */
export function messagePath(
  room: Pick<Room, 'slug' | 'id'>,
  seq: number,
  thread: number | null | undefined,
): string {
  return thread == null ? `${roomPath(room)}/${seq}` : `${roomPath(room)}/thread/${thread}`
}
