import { useCallback, useEffect, useState, type RefObject } from 'react'
import type { Card } from '../../protocol.gen'
import { DayButton, type OnDay } from './Lines'
import { HEADING_PX } from './opening'
import type { MessageRow, Row } from './rows'
import type { Virtualizer } from './useTimeline'

/** From a message's upper edge to below its author's name. */
const NAME_PX = 24

interface Props {
  rows: readonly Row[]
  virtualizer: Virtualizer
  scroller: RefObject<HTMLElement | null>
  people: Readonly<Record<string, Card>>
  onDay: OnDay
}

/** At the timeline's upper edge: the day, and who speaks, once the lines that said so are above it. */
export function StickyHeading({ rows, virtualizer, scroller, people, onDay }: Props) {
  const { row, named } = useCovered(rows, virtualizer, scroller)
  if (!row) return null
  return (
    <div
      className="column flex items-center border-b border-line bg-canvas ps-16 pe-4"
      style={{ height: HEADING_PX }}
    >
      <bdi aria-hidden="true" className="min-w-0 flex-1 truncate text-sm font-semibold text-soft">
        {named || row.notice ? '' : (people[row.sender]?.name ?? '')}
      </bdi>
      <DayButton at={row.at} onDay={onDay} />
    </div>
  )
}

interface Covered {
  /** The message right below the heading. Null where the page itself says which day it is. */
  readonly row: MessageRow | null
  /** Whether its author's name is to be seen in the page. */
  readonly named: boolean
}

function useCovered(
  rows: readonly Row[],
  virtualizer: Virtualizer,
  scroller: RefObject<HTMLElement | null>,
): Covered {
  const [covered, setCovered] = useState<Covered>({ row: null, named: true })
  const size = virtualizer.getTotalSize()

  const look = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0
    const edge = top + HEADING_PX
    const item = virtualizer.getVirtualItems().find(({ end }) => end > edge)
    const row = item && rows[item.index]
    const isSaid = !item || row?.kind !== 'message' || (row.opensDay && item.start >= top - 12)
    const next: Covered = isSaid
      ? { row: null, named: true }
      : { row, named: row.opensGroup && nameOf(virtualizer, item.key) + item.start > edge }
    setCovered((now) => (now.row === next.row && now.named === next.named ? now : next))
  }, [rows, virtualizer, scroller])

  useEffect(() => {
    look()
    const element = scroller.current
    element?.addEventListener('scroll', look, { passive: true })
    return () => element?.removeEventListener('scroll', look)
  }, [look, scroller, size])
  return covered
}

/** How far below a row's upper edge its author's name ends. */
function nameOf(virtualizer: Virtualizer, key: string | number | bigint): number {
  const article = virtualizer.elementsCache.get(key)?.querySelector<HTMLElement>('article')
  return (article?.offsetTop ?? 0) + NAME_PX
}
