import { useCallback, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import type { MessageRow } from './rows'

export type ErasableRow = MessageRow & { readonly seq: number }

/** Which message is about to be deleted, and where the focus goes when its button is gone: to what is left of it. */
export function useErasing(scroller: RefObject<HTMLElement | null>) {
  const [erasing, setErasing] = useState<ErasableRow | null>(null)
  const ask = useCallback((row: ErasableRow) => setErasing(row), [])
  const cancel = () => setErasing(null)
  const erased = () => {
    // The dialog gives the focus back as it closes, which has to have happened before.
    flushSync(() => setErasing(null))
    const message = scroller.current?.querySelector<HTMLElement>(`article[data-seq="${erasing?.seq}"]`)
    ;(message ?? scroller.current)?.focus({ preventScroll: true })
  }
  return { erasing, ask, cancel, erased }
}
