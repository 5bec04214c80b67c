import { useEffect, useRef, useState, type MouseEvent, type PointerEvent, type TouchEvent } from 'react'

/** As long as phones wait before they take a touch for a long one. */
const LONG_MS = 450
/** A finger is never quite still. */
const STILL_PX = 10

interface Touch {
  readonly timer: number
  readonly x: number
  readonly y: number
  isLong: boolean
}

/** Whether a finger has rested on the element that gets these handlers, until `release`. */
export function useLongPress() {
  const [pressed, setPressed] = useState(false)
  const touch = useRef<Touch | null>(null)
  const cancel = () => {
    if (touch.current) clearTimeout(touch.current.timer)
    touch.current = null
  }
  const wait = () => {
    if (touch.current) touch.current.isLong = true
    setPressed(true)
  }
  useEffect(() => cancel, [])
  const handlers = {
    onPointerDown({ pointerType, isPrimary, target, clientX: x, clientY: y }: PointerEvent) {
      cancel()
      // In a field it moves the caret.
      if (pointerType !== 'touch' || !isPrimary || (target as Element).closest('textarea')) return
      touch.current = { timer: window.setTimeout(wait, LONG_MS), x, y, isLong: false }
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const from = touch.current
      if (from && Math.hypot(clientX - from.x, clientY - from.y) > STILL_PX) cancel()
    },
    // The page began to scroll.
    onPointerCancel: cancel,
    onTouchEnd(event: TouchEvent) {
      // No click for what is below the finger now: it may be an item of the menu.
      if (touch.current?.isLong) event.preventDefault()
      cancel()
    },
    // The browser's own menu for a finger that rests on a link or a text.
    onContextMenu(event: MouseEvent) {
      if (touch.current) event.preventDefault()
    },
  }
  return { pressed, release: () => setPressed(false), handlers }
}
