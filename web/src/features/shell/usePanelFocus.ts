import { useLayoutEffect, useRef } from 'react'

/**
 * Puts the focus into a panel that somebody opens, and back on what they opened it with when it closes. Who comes to an
 * address that names a panel has come for the room, which keeps the focus.
 */
export function usePanelFocus(panel: string | null): void {
  const before = useRef(panel)
  const opener = useRef<Element | null>(null)
  // Now, as long as it is in the page: a button in a list may be gone with the list.
  if (before.current === null && panel !== null) opener.current = document.activeElement

  useLayoutEffect(() => {
    if (panel === before.current) return
    before.current = panel
    const heading = document.querySelector('[data-panel-heading]')
    const target = panel === null ? opener.current : heading
    if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  }, [panel])
}
