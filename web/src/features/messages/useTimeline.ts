import { useVirtualizer, type ReactVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useClient } from '../session/context'
import { placesOf, topOf } from './places'
import type { Row } from './rows'

/** Nearer to the end than this is at the end: it follows what is new. */
const END_PX = 24
const ROW_PX = 52

export interface TimelineScroll {
  readonly virtualizer: ReactVirtualizer<HTMLDivElement, HTMLDivElement>
  readonly atEnd: boolean
  toEnd(): void
  toRow(index: number, align: 'start' | 'center'): void
}

/** Keeps the reader's place: at the end it follows, anywhere else nothing moves. */
export function useTimeline(
  room: string,
  rows: readonly Row[],
  endIsNewest: boolean,
  scroller: RefObject<HTMLDivElement | null>,
): TimelineScroll {
  const places = placesOf(useClient())
  const [place] = useState(() => {
    const left = places.get(room)
    return left?.top === topOf(rows) ? left : undefined
  })
  const follows = useRef(!place)
  const [atEnd, setAtEnd] = useState(!place)
  const endWasNewest = useRef(endIsNewest)

  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    estimateSize: () => ROW_PX,
    overscan: 8,
    paddingEnd: END_PX / 2,
    anchorTo: 'end',
    // A page that follows an older one is no news: the reader goes on from where they are.
    followOnAppend: endIsNewest && endWasNewest.current,
    scrollEndThreshold: END_PX,
    ...(place && { initialOffset: place.offset, initialMeasurementsCache: place.sizes }),
  })

  const look = useCallback(() => {
    follows.current = endIsNewest && virtualizer.isAtEnd(END_PX)
    setAtEnd(follows.current)
  }, [virtualizer, endIsNewest])

  const toEnd = useCallback(() => {
    follows.current = true
    setAtEnd(true)
    virtualizer.scrollToEnd()
  }, [virtualizer])

  const toRow = useCallback(
    (index: number, align: 'start' | 'center') => {
      follows.current = false
      virtualizer.scrollToIndex(index, { align })
    },
    [virtualizer],
  )

  useLayoutEffect(() => {
    endWasNewest.current = endIsNewest
    if (follows.current) virtualizer.scrollToEnd()
  }, [virtualizer, rows, endIsNewest])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    element.addEventListener('scroll', look, { passive: true })
    // The composer grows, a keyboard opens: the last message stays in sight.
    const resizes = new ResizeObserver(() => {
      if (follows.current) virtualizer.scrollToEnd()
    })
    resizes.observe(element)
    return () => {
      element.removeEventListener('scroll', look)
      resizes.disconnect()
    }
  }, [virtualizer, look, scroller])

  const size = virtualizer.getTotalSize()
  useEffect(() => {
    // Where a long message is deleted the end may come into sight without any scrolling.
    if (!follows.current) look()
  }, [size, look])

  const latest = useRef(rows)
  latest.current = rows
  useEffect(
    () => () => {
      if (follows.current || latest.current.length === 0) places.delete(room)
      else
        places.set(room, {
          top: topOf(latest.current),
          offset: virtualizer.scrollOffset ?? 0,
          sizes: virtualizer.takeSnapshot(),
        })
    },
    [virtualizer, places, room],
  )

  return { virtualizer, atEnd, toEnd, toRow }
}
