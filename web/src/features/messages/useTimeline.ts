import { useVirtualizer, type ReactVirtualizer } from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useClient } from '../session/context'
import { placesOf, topOf } from './places'
import type { Row } from './rows'

/** Nearer to the end than this is at the end: it follows what is new. */
const END_PX = 24
const ROW_PX = 52
const TALL_PX = 1_000
/** What a reader moves a list with. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
/** Longer than the virtualizer goes on aiming for. */
const AIM_MS = 5_000

type Align = 'start' | 'center'

export interface TimelineScroll {
  readonly virtualizer: ReactVirtualizer<HTMLDivElement, HTMLDivElement>
  readonly atEnd: boolean
  toEnd(): void
  toRow(index: number, align: Align): void
}

/** Keeps the reader's place: at the end it follows, anywhere else nothing moves. */
export function useTimeline(
  room: string,
  rows: readonly Row[],
  endIsNewest: boolean,
  scroller: RefObject<HTMLDivElement | null>,
): TimelineScroll {
  const client = useClient()
  const places = placesOf(client)
  const [place] = useState(() => {
    const left = places.get(room)
    return left?.top === topOf(rows) ? left : undefined
  })
  const follows = useRef(!place)
  // The virtualizer aims by index, until what it aims at rests. This is the same by key: pages come meanwhile.
  const aim = useRef<{ key: string; index: number; align: Align; since: number } | null>(null)
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
    // Below every row: what is first drawn is the end, and nothing looks as if the reader were near the top.
    initialOffset: place?.offset ?? rows.length * TALL_PX,
    ...(place && { initialMeasurementsCache: place.sizes }),
  })

  const look = useCallback(() => {
    follows.current = endIsNewest && virtualizer.isAtEnd(END_PX)
    setAtEnd(follows.current)
  }, [virtualizer, endIsNewest])

  const latest = useRef(rows)
  latest.current = rows

  const toEnd = useCallback(() => {
    aim.current = null
    follows.current = true
    setAtEnd(true)
    virtualizer.scrollToEnd()
  }, [virtualizer])

  const toRow = useCallback(
    (index: number, align: Align) => {
      const key = latest.current[index]?.key
      aim.current = key === undefined ? null : { key, index, align, since: performance.now() }
      follows.current = false
      virtualizer.scrollToIndex(index, { align })
    },
    [virtualizer],
  )

  useLayoutEffect(() => {
    endWasNewest.current = endIsNewest
    if (follows.current) virtualizer.scrollToEnd()
    const aimed = aim.current
    if (!aimed || performance.now() - aimed.since > AIM_MS) return
    const index = rows.findIndex(({ key }) => key === aimed.key)
    if (index < 0 || index === aimed.index) return
    aimed.index = index
    virtualizer.scrollToIndex(index, { align: aimed.align })
  }, [virtualizer, rows, endIsNewest])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const release = () => {
      aim.current = null
    }
    for (const way of BY_HAND) element.addEventListener(way, release, { passive: true })
    element.addEventListener('scroll', look, { passive: true })
    // The composer grows, a keyboard opens: the last message stays in sight.
    const resizes = new ResizeObserver(() => {
      if (follows.current) virtualizer.scrollToEnd()
    })
    resizes.observe(element)
    return () => {
      for (const way of BY_HAND) element.removeEventListener(way, release)
      element.removeEventListener('scroll', look)
      resizes.disconnect()
    }
  }, [virtualizer, look, scroller])

  const size = virtualizer.getTotalSize()
  useEffect(() => {
    // Where a long message is deleted the end may come into sight without any scrolling.
    if (!follows.current) look()
  }, [size, look])

  useEffect(() => client.keepPlace(room, !atEnd), [client, room, atEnd])

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
