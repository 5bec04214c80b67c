import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { Client } from '../../sync/client'
import { firstUnread, readUpTo, unreadCount } from '../../sync/reads'
import { isCaughtUp } from '../../sync/store'
import { readableFrom, roomOf, type RoomState } from '../../sync/state'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { holdUnread, isHeldUnread } from './holding'
import type { Row } from './rows'
import { readAfter, sightOf } from './sight'
import { useAttention } from './useAttention'
import type { TimelineScroll } from './useTimeline'

/** Scrolling goes faster than reading. */
const LOOK_MS = 150

export interface Reading {
  /** How many messages came since the room was opened and are not read yet, and the row of the first of them. */
  readonly count: number
  readonly firstIndex: number | null
}

interface Props {
  room: RoomState
  rows: readonly Row[]
  timeline: TimelineScroll
  scroller: RefObject<HTMLElement | null>
  /** What its reader wrote last. */
  sent: string | null
}

/**
 * Marks as read what was on the screen while somebody looked, and counts what came meanwhile. A room that was marked
 * unread stays so for as long as they are in it: only saying something, or reading all at once, takes that back.
 */
export function useReading({ room, rows, timeline, scroller, sent }: Props): Reading {
  const { me } = useSignedIn()
  const { id } = room.info
  const place = useClientState((state) => readUpTo(state.sync, state.marks, id))
  const attends = useAttention()
  const reads = !useHeld(id, sent) && attends
  useSeeing({ room, rows, timeline, scroller, reads })

  const [newestAtFirst] = useState(room.lastSeq)
  const known = Math.max(newestAtFirst, place?.seq ?? Infinity)
  if (timeline.atEnd || room.lastSeq <= known) return { count: 0, firstIndex: null }
  const isNews = (row: Row) =>
    row.kind === 'message' && row.seq !== null && row.seq > known && row.sender !== me.id && !row.erased
  const first = rows.findIndex(isNews)
  const loaded = first < 0 ? 0 : rows.slice(first).filter(isNews).length
  const beyond = room.hasAfter ? room.lastSeq - Math.max(known, room.messages.at(-1)?.seq ?? 0) : 0
  return { count: loaded + beyond, firstIndex: first < 0 ? null : first }
}

/** Where news begins in a room: as it was when its reader came, or marked it unread. Null where there is none. */
export function useFirstUnread(room: string): number | null {
  const client = useClient()
  const generation = useClientState((state) => readUpTo(state.sync, state.marks, room)?.generation)
  const caughtUp = useClientState((state) => isCaughtUp(state, room))
  const now = () => {
    const { sync, marks } = client.store.getState()
    return { generation, seq: firstUnread(sync, marks, room), isWhole: caughtUp }
  }
  const [shown, setShown] = useState(now)
  if (generation !== undefined && shown.generation !== generation) setShown(now())
  // A room kept since the last visit gets its news a moment after it opens.
  else if (caughtUp && !shown.isWhole) setShown({ ...now(), seq: shown.seq ?? now().seq })
  return shown.seq
}

/** Marks all of a room as read, seen or not. */
export function markRoomRead(client: Client, room: string): void {
  const last = roomOf(client.store.getState().sync, room)?.lastSeq
  if (last !== undefined) client.markRead(room, last)
}

function useSeeing({
  room,
  rows,
  timeline,
  scroller,
  reads,
}: Omit<Props, 'sent'> & { reads: boolean }): void {
  const client = useClient()
  const { id, first_seq } = room.info
  const generation = useClientState((state) => readUpTo(state.sync, state.marks, id)?.generation)
  const floor = useClientState(({ sync }) => Math.max(first_seq, readableFrom(sync, id))) - 1
  const { virtualizer, atEnd } = timeline
  const size = virtualizer.getTotalSize()
  const look = useRef((_element: HTMLElement, _generation?: number) => {})
  look.current = (element, looking) => {
    const { sync, marks } = client.store.getState()
    const place = readUpTo(sync, marks, id)
    if (!place || place.generation !== looking) return
    const { scrollTop, clientHeight } = element
    const sight = sightOf(virtualizer.getVirtualItems(), rows, scrollTop, scrollTop + clientHeight)
    if (atEnd) client.markRead(id, newestSeq(rows))
    else if (sight) client.markRead(id, readAfter(Math.max(place.seq, floor), sight))
  }
  const soon = useRef<() => void>(undefined)

  // Before the room is taken out of the page: what is out of it has neither height nor place.
  useLayoutEffect(() => {
    const element = scroller.current
    if (!reads || !element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const see = () => {
      timer = undefined
      // The element as it was: a room that is being left has let go of it. The generation as it was, too: who marks a
      // room unread a moment after it was looked at has not read it again.
      look.current(element, generation)
    }
    soon.current = () => (timer ??= setTimeout(see, LOOK_MS))
    soon.current()
    const scrolled = () => soon.current?.()
    element.addEventListener('scroll', scrolled, { passive: true })
    return () => {
      element.removeEventListener('scroll', scrolled)
      soon.current = undefined
      if (timer === undefined) return
      // Who goes on at once has seen it all the same.
      clearTimeout(timer)
      see()
    }
  }, [reads, scroller, id, generation])

  useEffect(() => soon.current?.(), [rows, size, atEnd])
}

/** Whether the room was marked unread while its reader was in it. */
function useHeld(room: string, sent: string | null): boolean {
  const generation = useClientState((state) => readUpTo(state.sync, state.marks, room)?.generation ?? null)
  const hasNews = useClientState((state) => unreadCount(state.sync, state.marks, room) > 0)
  const begun = useRef({
    generation: generation !== null && isHeldUnread(room, generation) ? -1 : generation,
    sent,
  })
  if (begun.current.generation === null || begun.current.sent !== sent || !hasNews)
    begun.current = { generation, sent }
  const isHeld = begun.current.generation !== generation
  useEffect(() => {
    holdUnread(room, isHeld ? generation : null)
  }, [room, isHeld, generation])
  useEffect(() => () => holdUnread(room, null), [room])
  return isHeld
}

function newestSeq(rows: readonly Row[]): number {
  const last = rows.findLast((row) => row.kind === 'message' && row.seq !== null)
  return last?.kind === 'message' ? (last.seq ?? 0) : 0
}
