import { useLayoutEffect, type RefObject } from 'react'

/** Puts the focus on a new page's heading if it is nowhere, which is where it is when what had it has gone. */
export function useArrival(heading: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) heading.current?.focus()
  }, [heading])
}
