import { useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react'
import { useLocation } from 'wouter'
import { readableFrom, type RoomState } from '../../sync/state'
import { roomPath } from '../rooms/listed'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { AbsenceNote } from './AbsenceNote'
import { Announcer } from './Announcer'
import { whyAbsent } from './beginning'
import { MessageItem } from './MessageItem'
import { NewsPill } from './NewsPill'
import { RoomStart } from './RoomStart'
import { buildRows } from './rows'
import { useActing } from './useActing'
import { useLinked } from './useLinked'
import { usePaging } from './usePaging'
import { useEdited } from './useEdited'
import { useFirstUnread, useReading } from './useReading'
import { useTimeline } from './useTimeline'

/** A room's messages. Only those near the viewport exist in the page. */
export function Timeline({ room, focusSeq }: { room: RoomState; focusSeq: number | null }) {
  const { me } = useSignedIn()
  const client = useClient()
  const people = useClientState((state) => state.sync.people)
  const outbox = useClientState((state) => state.outbox)
  const { id } = room.info
  const firstUnread = useFirstUnread(id)
  const rows = useMemo(
    () =>
      buildRows(
        room,
        outbox.filter((item) => item.room === id),
        me.id,
        firstUnread,
      ),
    [room.messages, room.hasBefore, room.hasAfter, outbox, id, me.id, firstUnread],
  )
  const editing = useClientState((state) => (state.editing?.room === id ? state.editing.seq : null))
  const mayReadFrom = useClientState(({ sync }) => readableFrom(sync, id))
  const absent = focusSeq === null ? null : whyAbsent(focusSeq, room.info, mayReadFrom, room.lastSeq)
  const [, go] = useLocation()
  const scroller = useRef<HTMLDivElement>(null)
  const { virtualizer, atEnd, toEnd, toRow } = useTimeline(id, rows, !room.hasAfter, scroller)
  const items = virtualizer.getVirtualItems()
  const path = roomPath(room.info)

  // Before the first drawing nothing is in sight, and that is not the top.
  usePaging(room, items[0]?.index ?? rows.length, rows.length - 1 - (items.at(-1)?.index ?? 0))
  const sent = useClientState(({ lastSent }) => (lastSent?.room === id ? lastSent.client_id : null))
  const news = useReading(rows, atEnd, id, sent)

  useLinked(rows, focusSeq, Math.max(room.info.first_seq, mayReadFrom), toRow)
  const { acting, overlay } = useActing(id, scroller)
  useEdited(editing, rows, scroller, toRow)

  const toNewest = () => {
    if (room.hasAfter) void client.pages.newest(id).then(toEnd, () => undefined)
    else toEnd()
  }
  const followed = useRef(sent)
  useLayoutEffect(() => {
    if (sent === followed.current) return
    followed.current = sent
    toNewest()
  }, [sent])

  // The browser's own way to an end is a ride, which rows that get their size on the way would stop.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || (event.key !== 'Home' && event.key !== 'End')) return
    event.preventDefault()
    if (event.key === 'Home') toRow(0, 'start')
    else toNewest()
  }

  return (
    <>
      {absent !== null && <AbsenceNote why={absent} onClose={() => go(path, { replace: true })} />}
      <div className="relative min-h-0 flex-1">
        <div
          ref={scroller}
          role="log"
          // Rows come and go with scrolling, which is no news: `Announcer` says what is.
          aria-live="off"
          aria-label={`Messages in ${room.info.name}`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
        >
          <div
            className="relative mx-auto mt-auto w-full max-w-[56rem] shrink-0"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {items.map(({ key, index, start }) => {
              const row = rows[index]
              if (!row) return null
              return (
                <div
                  key={key}
                  data-index={index}
                  ref={virtualizer.measureElement}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {row.kind === 'start' ? (
                    <RoomStart
                      room={room.info}
                      empty={rows.length === 1 && !room.hasAfter}
                      mayReadFrom={mayReadFrom}
                    />
                  ) : (
                    <MessageItem
                      room={room.info}
                      row={row}
                      author={people[row.sender] ?? (row.sender === me.id ? { ...me, rev: 0 } : undefined)}
                      path={path}
                      highlighted={row.seq !== null && row.seq === focusSeq}
                      acting={acting}
                    />
                  )}
                </div>
              )
            })}
          </div>
        </div>
        <NewsPill
          count={news.count}
          atEnd={atEnd}
          onFirst={() => (news.firstIndex === null ? toNewest() : toRow(news.firstIndex, 'start'))}
          onNewest={toNewest}
        />
        <Announcer rows={rows} people={people} me={me.id} />
        {overlay}
      </div>
    </>
  )
}
