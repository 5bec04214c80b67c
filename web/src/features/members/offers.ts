import type { Room, Stay } from '../../protocol.gen'

export type Role = Stay['role']
export type Offer = { readonly act: 'role'; readonly role: Role } | { readonly act: 'remove' | 'ban' }

/** Where the person at this browser stands to a room. */
export interface Place {
  readonly room: Room
  readonly me: string
  readonly isOwner: boolean
  readonly isModerator: boolean
}

const ROLES: readonly Role[] = ['owner', 'moderator', 'member']

/**
 * What can be done about a member: only what the server would not refuse. Its last owner stays one, and oneself leaves
 * by another door.
 */
export function offersFor(place: Place, member: Stay, members: readonly Stay[]): Offer[] {
  if (isFixed(place.room) || isLastOwner(member, members)) return []
  const roles = place.isOwner ? ROLES.filter((role) => role !== member.role) : []
  const isBelow = place.isOwner || (place.isModerator && member.role === 'member')
  const ends = isBelow && member.person !== place.me ? (['remove', 'ban'] as const) : []
  return [...roles.map((role) => ({ act: 'role', role }) as const), ...ends.map((act) => ({ act }))]
}

/** To a public room every member adds people; to a private one its moderators do, or all if it says so. */
export function canAdd({ room, isModerator }: Place): boolean {
  if (isFixed(room) || room.archived_at) return false
  return room.kind === 'public' || room.adding === 'members' || isModerator
}

export function canSeeBans({ room, isModerator }: Place): boolean {
  return isModerator && !isFixed(room)
}

/** The people of a direct conversation never change, and from a deleted room all are about to go. */
function isFixed({ kind, deleted_at }: Room): boolean {
  return kind === 'direct' || Boolean(deleted_at)
}

function isLastOwner({ person, role }: Stay, members: readonly Stay[]): boolean {
  return role === 'owner' && !members.some((other) => other.role === 'owner' && other.person !== person)
}
