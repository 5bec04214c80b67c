import { useEffect, useRef, useState } from 'react'
import { readUpTo, unreadCount } from '../../sync/reads'
import { isCaughtUp } from '../../sync/store'
import { useClient, useClientState, useSignedIn } from '../session/context'
import type { Row } from './rows'

export interface Reading {
  /** How many of the rows are news to the reader, and where the first of them is. */
  readonly count: number
  readonly firstIndex: number | null
}

/**
 * Counts news while the reader is elsewhere in the room, and marks it read while they really look at its end. A room
 * that was marked unread stays so for as long as they are in it: only saying something takes that back.
 */
export function useReading(rows: readonly Row[], atEnd: boolean, room: string, sent: string | null): Reading {
  const client = useClient()
  const { me } = useSignedIn()
  const place = useClientState((state) => readUpTo(state.sync, state.marks, room))
  const generation = place?.generation ?? null
  const begun = useRef({ generation, sent })
  if (begun.current.generation === null || begun.current.sent !== sent) begun.current = { generation, sent }
  const reads = useAttention() && atEnd && begun.current.generation === generation
  const newest = newestSeq(rows)

  useEffect(() => {
    if (reads) client.markRead(room, newest)
  }, [reads, newest, place, client, room])

  const isNews = (row: Row) =>
    row.kind === 'message' &&
    row.seq !== null &&
    row.seq > (place?.seq ?? Infinity) &&
    row.sender !== me.id &&
    !row.erased
  const firstIndex = atEnd ? -1 : rows.findIndex(isNews)
  if (firstIndex < 0) return { count: 0, firstIndex: null }
  return { count: rows.slice(firstIndex).filter(isNews).length, firstIndex }
}

/** The message before which the reader is shown where news begins: as it was when they came, or marked it unread. */
export function useFirstUnread(room: string): number | null {
  const place = useClientState((state) => readUpTo(state.sync, state.marks, room))
  const hasNews = useClientState((state) => unreadCount(state.sync, state.marks, room) > 0)
  const caughtUp = useClientState((state) => isCaughtUp(state, room))
  const first = place && hasNews ? place.seq + 1 : null
  const [shown, setShown] = useState(() => ({
    generation: place?.generation,
    seq: first,
    // Who comes to a room that was kept since their last visit sees its news a moment later.
    isWhole: caughtUp,
  }))
  if (place && shown.generation !== place.generation) {
    setShown({ generation: place.generation, seq: first, isWhole: caughtUp })
  } else if (!shown.isWhole && (caughtUp || (shown.seq === null && first !== null))) {
    setShown({ ...shown, seq: shown.seq ?? first, isWhole: caughtUp })
  }
  return shown.seq
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
