import {
  defaultRangeExtractor,
  elementScroll,
  useVirtualizer,
  type Range,
  type ReactVirtualizer,
} from '@tanstack/react-virtual'
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useClient, useSignedIn } from '../session/context'
import type { Align } from './opening'
import { keepPlace, sizesOf } from './places'
import type { Row } from './rows'

/** Nearer to the end than this is at the end: it follows what is new. */
const END_PX = 24
const ROW_PX = 52
const TALL_PX = 1_000
/** What a reader moves a list with. */
const BY_HAND = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const
/** Rows that get their sizes push what is aimed at away, and it is aimed at again, for this long. */
const AIM_MS = 5_000
/** Browsers round what is written to whole pixels of the screen. */
const ROUNDING_PX = 1.5

export type Virtualizer = ReactVirtualizer<HTMLDivElement, HTMLDivElement>

export interface TimelineScroll {
  readonly virtualizer: Virtualizer
  /** At the newest message, and following what is new. */
  readonly atEnd: boolean
  /** Known to be elsewhere: not before it was looked at. */
  readonly isFar: boolean
  toEnd(): void
  toRow(index: number, align: Align): void
  by(pixels: number): void
}

interface Props {
  room: string
  rows: readonly Row[]
  endIsNewest: boolean
  scroller: RefObject<HTMLDivElement | null>
  /** The row at which it opens, and where that stands. Null for the end. */
  opensAt: { readonly index: number; readonly align: Align } | null
  /** The key of the row that has the focus: it is rendered wherever it is. */
  focused: RefObject<string | null>
}

/** Keeps the reader's place: at the end it follows, anywhere else nothing moves. */
export function useTimeline({ room, rows, endIsNewest, scroller, opensAt, focused }: Props): TimelineScroll {
  const client = useClient()
  const { me } = useSignedIn()
  const [sizes] = useState(() => sizesOf(client).get(room) ?? [])
  const [initialOffset] = useState(() =>
    opensAt ? heightBefore(opensAt.index, rows, sizes) : rows.length * TALL_PX,
  )
  const follows = useRef(opensAt === null)
  // By key: pages come meanwhile, and indexes change.
  const aim = useRef<{ key: string; align: Align; until: number } | null>(null)
  /** Where this page has scrolled to by itself. What differs is the reader's doing. */
  const written = useRef(Number.NaN)
  const [atEnd, setAtEnd] = useState(opensAt === null)
  const [isFar, setFar] = useState(false)
  const endWasNewest = useRef(endIsNewest)
  const latest = useRef(rows)
  latest.current = rows

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
    // At the end it is below every row: what is first drawn is the end, and nothing looks as if it were the top.
    initialOffset,
    initialMeasurementsCache: sizes,
    rangeExtractor: useCallback(
      (range: Range) => withRow(defaultRangeExtractor(range), indexOf(latest.current, focused.current)),
      [focused],
    ),
    scrollToFn: (offset, options, instance) => {
      elementScroll(offset, options, instance)
      written.current = instance.scrollElement?.scrollTop ?? Number.NaN
    },
  })

  const look = useCallback(() => {
    const element = scroller.current
    if (!element) return
    const left = element.scrollHeight - element.clientHeight - element.scrollTop
    follows.current = endIsNewest && left <= END_PX
    setAtEnd(follows.current)
    setFar(!follows.current)
  }, [scroller, endIsNewest])

  const settle = useCallback(() => {
    const aimed = aim.current
    const element = scroller.current
    if (!aimed || !element) return
    const index = performance.now() < aimed.until ? indexOf(latest.current, aimed.key) : -1
    if (index < 0) {
      aim.current = null
      return
    }
    const total = virtualizer.getTotalSize()
    const item = virtualizer.measurementsCache[index]
    if (!item) return
    const { align } = aimed
    const top = align === 'center' ? (element.clientHeight - item.size) / 2 : align.top
    const offset = Math.max(0, Math.min(item.start - top, total - element.clientHeight))
    if (Math.abs(offset - element.scrollTop) > 0.5) virtualizer.scrollToOffset(offset)
  }, [virtualizer, scroller])

  const toEnd = useCallback(() => {
    aim.current = null
    follows.current = true
    setAtEnd(true)
    setFar(false)
    virtualizer.scrollToEnd()
  }, [virtualizer])

  const toRow = useCallback(
    (index: number, align: Align) => {
      const key = latest.current[index]?.key
      if (key === undefined) return
      aim.current = { key, align, until: performance.now() + AIM_MS }
      follows.current = false
      setAtEnd(false)
      settle()
    },
    [settle],
  )

  const by = useCallback(
    (pixels: number) => {
      aim.current = null
      virtualizer.scrollToOffset(Math.max(0, (scroller.current?.scrollTop ?? 0) + pixels))
      look()
    },
    [virtualizer, scroller, look],
  )

  useLayoutEffect(() => {
    endWasNewest.current = endIsNewest
    if (follows.current) virtualizer.scrollToEnd()
  }, [virtualizer, rows, endIsNewest])

  // After every drawing: it may have measured rows above what is aimed at.
  useLayoutEffect(settle)

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const release = () => {
      aim.current = null
    }
    const scrolled = () => {
      const isOwn = Math.abs(element.scrollTop - written.current) <= ROUNDING_PX
      if (!isOwn) release()
      // While rows get their sizes the end is not where it was; that is not the reader leaving it.
      if (!isOwn || !follows.current) look()
    }
    // Before what is done by hand aims at something itself.
    for (const way of BY_HAND) element.addEventListener(way, release, { passive: true, capture: true })
    // Before the virtualizer hears of it: it draws at once, and what is drawn aims.
    element.addEventListener('scroll', scrolled, { passive: true, capture: true })
    // The composer grows, a keyboard opens: the last message stays in sight.
    const resizes = new ResizeObserver(() => {
      if (!follows.current) return settle()
      // Straight to where the end is now: the virtualizer may not have heard of the new height yet.
      element.scrollTop = element.scrollHeight
      written.current = element.scrollTop
    })
    resizes.observe(element)
    return () => {
      for (const way of BY_HAND) element.removeEventListener(way, release, { capture: true })
      element.removeEventListener('scroll', scrolled, { capture: true })
      resizes.disconnect()
    }
  }, [virtualizer, look, settle, scroller])

  const size = virtualizer.getTotalSize()
  useEffect(() => {
    // Where a long message is deleted the end may come into sight without any scrolling.
    if (!follows.current || !endIsNewest) look()
  }, [size, look, endIsNewest])

  useEffect(() => client.keepPlace(room, !atEnd), [client, room, atEnd])
  useKeeping(() => {
    const left = !follows.current && latest.current.length > 0
    keepPlace(me.id, room, left ? placeOf(virtualizer, latest.current) : null)
    sizesOf(client).set(room, virtualizer.takeSnapshot())
  })

  return { virtualizer, atEnd, isFar, toEnd, toRow, by }
}

/** Keeps something when the room is left, and when the page is. */
function useKeeping(keep: () => void): void {
  const latest = useRef(keep)
  latest.current = keep
  useEffect(() => {
    const leave = () => latest.current()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [])
}

function placeOf(virtualizer: Virtualizer, rows: readonly Row[]) {
  const top = virtualizer.scrollOffset ?? 0
  for (const { index, start, end } of virtualizer.getVirtualItems()) {
    const row = rows[index]
    if (row?.kind === 'message' && row.seq !== null && end > top) return { seq: row.seq, top: start - top }
  }
  return null
}

function heightBefore(
  index: number,
  rows: readonly Row[],
  sizes: readonly { key: unknown; size: number }[],
): number {
  const known = new Map(sizes.map(({ key, size }) => [key, size]))
  return rows.slice(0, index).reduce((sum, { key }) => sum + (known.get(key) ?? ROW_PX), 0)
}

function indexOf(rows: readonly Row[], key: string | null): number {
  return key === null ? -1 : rows.findIndex((row) => row.key === key)
}

function withRow(indexes: number[], index: number): number[] {
  if (index < 0 || indexes.includes(index)) return indexes
  return [...indexes, index].sort((a, b) => a - b)
}
