import type { RoomState } from '../../sync/state'
import { MessageList } from './MessageList'
import { TimelineSkeleton } from './TimelineSkeleton'
import { useOpening } from './useOpening'
import './timeline.css'

/** A room's messages, at the one in the address, the first unread one, where they were left, or the newest. */
export function Timeline({ room, focusSeq }: { room: RoomState; focusSeq: number | null }) {
  const { target, ready } = useOpening(room, focusSeq)
  if (!ready) return <TimelineSkeleton />
  return <MessageList room={room} focusSeq={focusSeq} opening={target} />
}
