import type { Me, Room } from '../../protocol.gen'
import { isModerator, openMemberships, roomOf, type SyncState } from '../../sync/state'

export function isAdministrator({ role }: Pick<Me, 'role'>): boolean {
  return role === 'owner' || role === 'admin'
}

/** Its owner and moderators invite people into a room, and administrators do where they may add people. */
export function canInviteInto(sync: SyncState, me: Pick<Me, 'role'>, room: Room): boolean {
  if (room.kind === 'direct' || room.archived_at || room.deleted_at) return false
  if (isModerator(sync, room.id)) return true
  return isAdministrator(me) && (room.kind === 'public' || room.adding === 'members')
}

/** One's rooms into which one may invite people, by name. */
export function invitableRooms(sync: SyncState, me: Pick<Me, 'role'>): Room[] {
  return openMemberships(sync)
    .flatMap(({ room }) => roomOf(sync, room)?.info ?? [])
    .filter((room) => canInviteInto(sync, me, room))
    .sort((a, b) => a.name.localeCompare(b.name))
}
