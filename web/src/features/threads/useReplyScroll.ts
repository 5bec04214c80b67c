import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { Follow } from '../../protocol.gen'
import type { LogState } from '../../sync/log'
import type { MessageRow } from '../messages/rows'
import { useAttention } from '../messages/useAttention'
import { useClient } from '../session/context'

/** Nearer to the end than this is at the end: it follows what is new. */
const END_PX = 24

interface Props {
  scroller: RefObject<HTMLDivElement | null>
  rows: readonly MessageRow[]
  /** The reply at which it opens; else at its end. */
  opensAt: number | null
  room: string
  root: number
  log: LogState
  follow: Follow | null
}

/** Keeps the reader's place in a thread, and tells how far they have read it. */
export function useReplyScroll({ scroller, rows, opensAt, room, root, log, follow }: Props): void {
  const client = useClient()
  const attends = useAttention()
  const [atEnd, setAtEnd] = useState(false)
  const isOpened = useRef(false)
  const before = useRef({ first: rows[0]?.key, height: 0, last: rows.at(-1)?.key })
  const marked = useRef(0)

  const look = useCallback(() => {
    const element = scroller.current
    if (!element) return
    setAtEnd(element.scrollHeight - element.clientHeight - element.scrollTop <= END_PX)
  }, [scroller])

  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const { first, height, last } = before.current
    if (!isOpened.current) {
      isOpened.current = true
      const named = opensAt && element.querySelector(`article[data-seq="${opensAt}"]`)
      if (named) named.scrollIntoView({ block: 'center' })
      else element.scrollTop = rows.length > 0 ? element.scrollHeight : 0
    } else if (rows[0]?.key !== first && rows.at(-1)?.key === last) {
      // Earlier ones came: what is on the screen stays there.
      element.scrollTop += element.scrollHeight - height
    } else if (atEnd || rows.at(-1)?.item) {
      element.scrollTop = element.scrollHeight
    }
    before.current = { first: rows[0]?.key, height: element.scrollHeight, last: rows.at(-1)?.key }
    look()
  }, [rows])

  useEffect(() => {
    const element = scroller.current
    element?.addEventListener('scroll', look, { passive: true })
    const resizes = new ResizeObserver(look)
    if (element) resizes.observe(element)
    return () => {
      element?.removeEventListener('scroll', look)
      resizes.disconnect()
    }
  }, [scroller, look])

  const last = log.messages.at(-1)?.seq ?? 0
  const isNew = follow !== null && last > follow.read
  useEffect(() => {
    if (!isNew || !attends || !atEnd || marked.current >= last) return
    marked.current = last
    client
      .threads()
      .then((threads) => threads.mark(room, root, last))
      .catch(() => {
        // Tried again with the next reply, or when the thread is opened again.
        marked.current = 0
      })
  }, [client, room, root, last, isNew, attends, atEnd])
}
