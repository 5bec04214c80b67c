import { useState } from 'react'
import { readUpTo, unreadCount } from '../../sync/reads'
import type { RoomState } from '../../sync/state'
import { useClient, useClientState } from '../session/context'
import type { Row } from './rows'
import { markRoomRead } from './useReading'

/** The bar that says how much is new, from where the divider stands, until all of it is read. */
export function useUnreadBar(room: RoomState, rows: readonly Row[], firstUnread: number | null) {
  const client = useClient()
  const { id } = room.info
  const hasNews = useClientState((state) => unreadCount(state.sync, state.marks, id) > 0)
  const first = rows.find((row) => row.kind === 'message' && row.seq === firstUnread)
  const generation = useClientState((state) => readUpTo(state.sync, state.marks, id)?.generation)
  // The divider stays when everything is read. What comes later is the pill's to tell.
  const [done, setDone] = useState<number>()
  if (firstUnread !== null && !hasNews && done !== generation) setDone(generation)
  return {
    shown: firstUnread !== null && hasNews && done !== generation,
    count: firstUnread === null ? 0 : room.lastSeq - firstUnread + 1,
    since: first?.kind === 'message' ? first.at : null,
    onRead: () => markRoomRead(client, id),
  }
}
