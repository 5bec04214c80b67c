import { onlineIn } from '../../sync/presence'
import { openMembers, type RoomState } from '../../sync/state'
import { useClientState } from '../session/context'
import { countWords } from './words'

/** "5 members · 3 online". Its line is there before anything is known, so that nothing moves when it is. */
export function MemberCount({ room }: { room: RoomState }) {
  const presences = useClientState((state) => state.presences)
  const words = room.membersComplete ? countWords(openMembers(room).length, onlineIn(room, presences)) : ''
  return <p className="h-4 truncate text-xs text-faint tabular-nums">{words}</p>
}
