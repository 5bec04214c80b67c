import { useEffect, useState } from 'react'
import type { RoomState } from '../../sync/state'
import { useClient, useClientState } from '../session/context'
import type { Virtualizer } from './useTimeline'

/** Rows in hand on either side below which more are asked for, before anybody sees an end. */
const IN_HAND = 28

export function usePaging(room: RoomState, virtualizer: Virtualizer, rows: number): void {
  const client = useClient()
  const live = useClientState((state) => state.connection.phase === 'live')
  const [failures, setFailures] = useState(0)
  const first = room.messages[0]?.seq
  const last = room.messages.at(-1)?.seq
  const { id } = room.info
  const { range } = virtualizer
  // Before the first drawing nothing is in sight, and that is neither end.
  const needBefore = room.hasBefore && range !== null && range.startIndex < IN_HAND
  const needAfter = room.hasAfter && range !== null && rows - 1 - range.endIndex < IN_HAND

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const retryLater = () => {
      timer = setTimeout(() => setFailures((count) => count + 1), 2_000)
    }
    if (live && needBefore) client.pages.before(id).catch(retryLater)
    if (live && needAfter) client.pages.after(id).catch(retryLater)
    return () => clearTimeout(timer)
  }, [client, id, live, needBefore, needAfter, first, last, failures])
}
