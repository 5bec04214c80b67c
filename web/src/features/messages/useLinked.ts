import { useLayoutEffect, useRef } from 'react'
import type { Row } from './rows'
import type { TimelineScroll } from './useTimeline'

/** Leads once to the message that the address names; if that is gone, to the oldest there is. */
export function useLinked(
  rows: readonly Row[],
  seq: number | null,
  firstSeq: number,
  toRow: TimelineScroll['toRow'],
): void {
  const shown = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (seq === null || shown.current === seq) return
    const isGone = seq < firstSeq && rows[0]?.kind === 'start'
    const index = isGone ? 0 : rows.findIndex((row) => row.kind === 'message' && row.seq === seq)
    if (index < 0) return
    shown.current = seq
    toRow(index, isGone ? 'start' : 'center')
  }, [rows, seq, firstSeq, toRow])
}
