import { useEffect, useRef, type RefObject } from 'react'
import { useLocation } from 'wouter'
import type { Row } from './rows'
import type { Virtualizer } from './useTimeline'

/** Takes a message's address away once its reader has moved on: scrolled it out of sight, jumped, or said something. */
export function usePassing(
  seq: number | null,
  path: string,
  rows: readonly Row[],
  virtualizer: Virtualizer,
  scroller: RefObject<HTMLElement | null>,
): () => void {
  const [, go] = useLocation()
  const arrived = useRef<number | null>(null)
  const pass = useRef(() => {})
  pass.current = () => {
    if (seq !== null) go(path, { replace: true })
  }
  const look = useRef(() => {})
  look.current = () => {
    const element = scroller.current
    if (seq === null || !element) return
    const { scrollTop, clientHeight } = element
    const isInSight = virtualizer.getVirtualItems().some(({ index, start, end }) => {
      const row = rows[index]
      return row?.kind === 'message' && row.seq === seq && end > scrollTop && start < scrollTop + clientHeight
    })
    if (isInSight) arrived.current = seq
    else if (arrived.current === seq) pass.current()
  }

  useEffect(() => {
    const element = scroller.current
    if (seq === null || !element) return
    const scrolled = () => look.current()
    element.addEventListener('scroll', scrolled, { passive: true })
    return () => element.removeEventListener('scroll', scrolled)
  }, [seq, scroller])
  return useRef(() => pass.current()).current
}
