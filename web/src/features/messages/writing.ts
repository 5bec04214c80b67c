import { useLayoutEffect, type KeyboardEvent, type RefObject } from 'react'
import { useClientState } from '../session/context'
import { bodyOf, lengthOf } from './body'

const LIMIT = 8000
/** Count the remaining characters from here on. */
const NEAR = 500
/** Of the window's height. */
const TALLEST = 0.4

/** How many characters are left, once there are few. */
export function useLength(text: string): { limit: number; left: number | null } {
  const limit = useClientState((state) => state.sync.settings?.body_limit ?? LIMIT)
  const isNear = text.length > limit - NEAR
  return { limit, left: isNear ? limit - lengthOf(bodyOf(text)) : null }
}

/** A field that grows with its text, up to a part of the window. */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, window.innerHeight * TALLEST)}px`
  }, [field, text])
}

/** On a phone's keyboard Enter is the only way to a new line. While an input method composes, it is its own. */
export function isDone(event: KeyboardEvent, mouse: boolean): boolean {
  return event.key === 'Enter' && !event.shiftKey && mouse && !event.nativeEvent.isComposing
}
