import type { Room } from '../../protocol.gen'
import { isModerator, isOwner, type RoomState, type SyncState } from '../../sync/state'
import { useClientState, useSignedIn } from '../session/context'
import type { Place } from './offers'

export function usePlace({ info }: RoomState): Place {
  const { me } = useSignedIn()
  const owns = useClientState(({ sync }) => isOwner(sync, info.id))
  const moderates = useClientState(({ sync }) => isModerator(sync, info.id))
  return { room: info, me: me.id, isOwner: owns, isModerator: moderates }
}

export function placeIn(sync: SyncState, room: Room, me: string): Place {
  return { room, me, isOwner: isOwner(sync, room.id), isModerator: isModerator(sync, room.id) }
}
