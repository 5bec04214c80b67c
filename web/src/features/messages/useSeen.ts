import { useEffect, useState } from 'react'
import { useClient, useClientState, useSignedIn } from '../session/context'
import type { Row } from './rows'

/** What came since the reader last had the end in sight, and where the first of it is. */
export interface News {
  readonly count: number
  readonly firstIndex: number | null
}

/** Counts news while the reader is elsewhere in the room, and marks the room seen while they really look at its end. */
export function useSeen(rows: readonly Row[], atEnd: boolean, room: string): News {
  const client = useClient()
  const { me } = useSignedIn()
  const head = useClientState((state) => state.sync.rooms[room]?.head)
  const attentive = useAttention()
  const newest = newestSeq(rows)
  const [readUpTo, setReadUpTo] = useState(newest)

  useEffect(() => {
    if (!atEnd) return
    setReadUpTo(newest)
    if (attentive) client.markSeen(room)
  }, [atEnd, attentive, newest, head, client, room])

  const isNews = (row: Row) =>
    row.kind === 'message' && row.seq !== null && row.seq > readUpTo && row.sender !== me.id
  const firstIndex = atEnd ? -1 : rows.findIndex(isNews)
  if (firstIndex < 0) return { count: 0, firstIndex: null }
  return { count: rows.slice(firstIndex).filter(isNews).length, firstIndex }
}

function newestSeq(rows: readonly Row[]): number {
  const last = rows.findLast((row) => row.kind === 'message' && row.seq !== null)
  return last?.kind === 'message' ? (last.seq ?? 0) : 0
}

/** Whether somebody is looking: the tab is in front and has the focus. */
function useAttention(): boolean {
  const looking = () => document.visibilityState === 'visible' && document.hasFocus()
  const [attentive, setAttentive] = useState(looking)
  useEffect(() => {
    const update = () => setAttentive(looking())
    const events = ['focus', 'blur', 'visibilitychange'] as const
    for (const event of events) window.addEventListener(event, update, true)
    return () => {
      for (const event of events) window.removeEventListener(event, update, true)
    }
  }, [])
  return attentive
}
