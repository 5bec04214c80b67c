import { useLayoutEffect, useRef, type RefObject } from 'react'
import type { Row } from './rows'
import type { TimelineScroll } from './useTimeline'

/** Scrolls to the message that is being edited, if it is not rendered. Its field then takes the focus. */
export function useEdited(
  seq: number | null,
  rows: readonly Row[],
  scroller: RefObject<HTMLElement | null>,
  toRow: TimelineScroll['toRow'],
): void {
  const shown = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (seq === shown.current) return
    shown.current = seq
    if (seq === null || scroller.current?.querySelector(`article[data-seq="${seq}"]`)) return
    const index = rows.findIndex((row) => row.kind === 'message' && row.seq === seq)
    if (index >= 0) toRow(index, 'center')
  }, [seq, rows, scroller, toRow])
}
