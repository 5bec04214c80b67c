import { useCallback, useLayoutEffect, useRef } from 'react'
import type { Target } from './opening'
import type { Row } from './rows'
import type { TimelineScroll } from './useTimeline'

/**
 * Leads once to what the address names, and to what is asked for, as soon as its row is there. Before the first message
 * that may be read stands the room's beginning.
 */
export function useGoal(
  rows: readonly Row[],
  opening: Target | null,
  firstSeq: number,
  toRow: TimelineScroll['toRow'],
): (target: Target) => void {
  const opened = useRef<Target | null>(null)
  const goal = useRef<Target | null>(null)
  if (opened.current !== opening) {
    opened.current = opening
    goal.current = opening
  }

  const latest = useRef({ rows, firstSeq })
  latest.current = { rows, firstSeq }
  const go = useCallback(() => {
    const target = goal.current
    const index = target ? indexOf(latest.current.rows, target.seq, latest.current.firstSeq) : -1
    if (!target || index < 0) return
    goal.current = null
    toRow(index, target.align)
  }, [toRow])

  useLayoutEffect(go, [go, rows, opening])
  return useCallback(
    (target: Target) => {
      goal.current = target
      go()
    },
    [go],
  )
}

/** The row of a message, and -1 as long as there is none. */
export function indexOf(rows: readonly Row[], seq: number, firstSeq: number): number {
  if (seq < firstSeq && rows[0]?.kind === 'start') return 0
  return rows.findIndex(
    (row) =>
      row.kind === 'message' && row.from !== null && row.seq !== null && row.from <= seq && seq <= row.seq,
  )
}
