import { useLayoutEffect } from 'react'

/**
 * Escape, for a layer that is no dialog and so has to close itself. Dialogs and menus above it come first, and so does
 * whatever takes the key for itself.
 */
export function useEscape(active: boolean, act: () => void): void {
  // Before anything is painted: a panel has the focus at once, and the very next key may be this one.
  useLayoutEffect(() => {
    if (!active) return
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      if (document.querySelector('dialog[open], :popover-open')) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [active, act])
}
