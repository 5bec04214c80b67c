import { useLayoutEffect, type RefObject } from 'react'

/**
 * Puts the focus on a new page's heading if it is nowhere, which is where it is when what had it has gone. Where the
 * browser has just loaded the page, it is at its beginning anyway.
 */
export function useArrival(heading: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const isNowhere = document.activeElement === null || document.activeElement === document.body
    if (isNowhere && navigator.userActivation.hasBeenActive) heading.current?.focus()
  }, [heading])
}
