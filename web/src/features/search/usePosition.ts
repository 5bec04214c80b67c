import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react'
import { keepPlace, keptFor } from './kept'
import type { Found } from './useFound'

/** Returns to where somebody was in the results. */
export function usePosition({ key }: Found): RefObject<HTMLDivElement | null> {
  const root = useRef<HTMLDivElement>(null)
  const latest = useRef(key)
  latest.current = key

  useLayoutEffect(() => {
    const scroller = scrollerOf(root.current)
    if (scroller) scroller.scrollTop = keptFor(key)?.scroll ?? 0
  }, [])

  useEffect(() => {
    const scroller = scrollerOf(root.current)
    const note = () => scroller && keepPlace(latest.current, { scroll: scroller.scrollTop })
    scroller?.addEventListener('scroll', note, { passive: true })
    return () => scroller?.removeEventListener('scroll', note)
  }, [])
  return root
}

function scrollerOf(element: HTMLElement | null): HTMLElement | null {
  return element?.closest<HTMLElement>('.overflow-y-auto') ?? null
}
