import { useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { heldIn, heldOf } from '../../sync/ordered'
import { readableFrom, type RoomState } from '../../sync/state'
import { onDemand } from '../../ui/onDemand'
import { roomPath } from '../rooms/listed'
import { useRoomName } from '../rooms/names'
import { useClientState, useSignedIn } from '../session/context'
import { Announcer } from './Announcer'
import { whyAbsent } from './beginning'
import type { Target } from './opening'
import { RoomStart } from './RoomStart'
import { buildRows, type Row } from './rows'
import { StickyHeading } from './StickyHeading'
import { TimelineRow } from './TimelineRow'
import { useActing } from './useActing'
import { useCopying } from './useCopying'
import { useEdited } from './useEdited'
import { indexOf, useGoal } from './useGoal'
import { useJumps } from './useJumps'
import { usePaging } from './usePaging'
import { usePassing } from './usePassing'
import { useFirstUnread, useReading } from './useReading'
import { useRoving } from './useRoving'
import { useTimeline, type Virtualizer } from './useTimeline'
import { useUnreadBar } from './useUnreadBar'

const DateMenu = onDemand(() => import('./DateMenu'))
const AbsenceNote = onDemand(() => import('./AbsenceNote'))
const NewsPill = onDemand(() => import('./NewsPill'))
const UnreadBar = onDemand(() => import('./UnreadBar'))

interface Props {
  room: RoomState
  /** The message that the address names. */
  focusSeq: number | null
  /** Where it opens. Null for the end. */
  opening: Target | null
}

/** A room's messages. Only those near the viewport exist in the page. */
export function MessageList({ room, focusSeq, opening }: Props) {
  const { me } = useSignedIn()
  const { id } = room.info
  const people = useClientState((state) => state.sync.people)
  const mayReadFrom = useClientState(({ sync }) => readableFrom(sync, id))
  const editing = useClientState((state) => (state.editing?.place === id ? state.editing.seq : null))
  const sent = useClientState(({ lastSent }) => (lastSent?.room === id ? lastSent.client_id : null))
  const firstUnread = useFirstUnread(id)
  const rows = useRows(room, firstUnread)
  const path = roomPath(room.info)
  const roomName = useRoomName(room.info)
  const firstSeq = Math.max(room.info.first_seq, mayReadFrom)
  const absent = focusSeq === null ? null : whyAbsent(focusSeq, room.info, mayReadFrom, room.lastSeq)
  const [, navigate] = useLocation()
  const [choosing, setChoosing] = useState<{ day: Date; anchor: DOMRect } | null>(null)

  const scroller = useRef<HTMLDivElement>(null)
  const focused = useRef<string | null>(null)
  const opensAt = opening && { index: indexOf(rows, opening.seq, firstSeq), align: opening.align }
  const timeline = useTimeline({
    room: id,
    rows,
    endIsNewest: !room.hasAfter,
    scroller,
    opensAt: opensAt && opensAt.index >= 0 ? opensAt : null,
    focused,
  })
  const { virtualizer, toEnd, toRow } = timeline
  usePaging(room, virtualizer, rows.length)
  const news = useReading({ room, rows, timeline, scroller, sent })
  const go = useGoal(rows, opening, firstSeq, toRow)
  const jumps = useJumps(room, firstSeq, { toEnd, toRow }, go)
  const pass = usePassing(focusSeq, path, rows, virtualizer, scroller)
  const moved = (work: Promise<void>) => {
    pass()
    return work
  }
  const toNewest = () => void moved(jumps.toNewest())
  const { acting, overlay } = useActing(id, scroller)
  useEdited(editing, rows, scroller, toRow)
  const bar = useUnreadBar(room, rows, firstUnread)
  const roving = useRoving({
    scroller,
    rows,
    timeline,
    focused,
    onHome: () => void moved(jumps.toBeginning()),
    onEnd: toNewest,
  })

  const onCopy = useCopying(scroller, rows)

  const followed = useRef(sent)
  useLayoutEffect(() => {
    if (sent === followed.current) return
    followed.current = sent
    toNewest()
  }, [sent])

  const onDay = useRef((day: Date, opener: HTMLElement) =>
    setChoosing({ day, anchor: opener.getBoundingClientRect() }),
  ).current

  return (
    <>
      {absent !== null && <AbsenceNote why={absent} onClose={() => navigate(path, { replace: true })} />}
      <div className="timeline relative min-h-0 flex-1">
        <div className="pointer-events-none absolute inset-x-0 top-0 z-10">
          <StickyHeading
            rows={rows}
            virtualizer={virtualizer}
            scroller={scroller}
            people={people}
            onDay={onDay}
          />
          {bar.shown && (
            <UnreadBar
              count={bar.count}
              since={bar.since}
              onNewest={timeline.atEnd ? null : toNewest}
              onRead={bar.onRead}
            />
          )}
        </div>
        <div
          ref={scroller}
          role="log"
          // Rows come and go with scrolling, which is no news: `Announcer` says what is.
          aria-live="off"
          aria-label={t('Messages in {name}', { name: roomName })}
          tabIndex={0}
          onKeyDown={roving.onKeyDown}
          onCopy={onCopy}
          className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
        >
          <div className="column relative mt-auto shrink-0" style={{ height: virtualizer.getTotalSize() }}>
            <VirtualRows virtualizer={virtualizer} rows={rows}>
              {(row) =>
                row.kind === 'start' ? (
                  <RoomStart
                    room={room.info}
                    empty={rows.length === 1 && !room.hasAfter}
                    mayReadFrom={mayReadFrom}
                  />
                ) : (
                  <TimelineRow
                    room={room.info}
                    row={row}
                    author={people[row.sender] ?? (row.sender === me.id ? { ...me, rev: 0 } : undefined)}
                    path={path}
                    highlighted={row.seq !== null && row.seq === focusSeq}
                    acting={acting}
                    onDay={onDay}
                  />
                )
              }
            </VirtualRows>
          </div>
        </div>
        {/* Known to be away from the end: a room that opens at its end shows no way there. */}
        {!timeline.atEnd && (news.count > 0 || timeline.isFar) && (
          <NewsPill
            count={news.count}
            onFirst={() => (news.firstIndex === null ? toNewest() : toRow(news.firstIndex, 'center'))}
            onNewest={toNewest}
          />
        )}
        <Announcer rows={rows} people={people} me={me.id} />
        {overlay}
        {choosing && <DateMenu {...choosing} jumps={jumps} onClose={() => setChoosing(null)} />}
      </div>
    </>
  )
}

interface RowsProps {
  virtualizer: Virtualizer
  rows: readonly Row[]
  children: (row: Row) => ReactNode
}

function VirtualRows({ virtualizer, rows, children }: RowsProps) {
  return virtualizer.getVirtualItems().map(({ key, index, start }) => {
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
        {children(row)}
      </div>
    )
  })
}

function useRows(room: RoomState, firstUnread: number | null): Row[] {
  const { me } = useSignedIn()
  const outbox = useClientState((state) => state.outbox)
  const held = useClientState(({ sync }) => heldOf(sync))
  const { id } = room.info
  return useMemo(
    () =>
      buildRows(
        room,
        outbox.filter((item) => item.room === id),
        me.id,
        firstUnread,
        heldIn(held, id),
      ),
    [room.messages, room.hasBefore, room.hasAfter, outbox, held, id, me.id, firstUnread],
  )
}
