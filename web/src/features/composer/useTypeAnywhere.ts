import { useLayoutEffect, type RefObject } from 'react'

/** Typing with the focus on nothing that takes text goes to the field, the first character included. */
export function useTypeAnywhere(field: RefObject<HTMLTextAreaElement | null>): void {
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      // A letter that acted on a message is no text.
      if (event.defaultPrevented) return
      if (event.ctrlKey || event.metaKey || event.altKey || [...event.key].length !== 1) return
      const target = event.target instanceof HTMLElement ? event.target : null
      if (target?.isContentEditable || target?.closest('input, textarea, select, dialog')) return
      // A space presses the button or scrolls the list that has the focus.
      if (event.key === ' ' && target !== document.body) return
      // Beside the room, a panel may have a field of its own.
      const beside = target?.closest('aside, [role="dialog"]')?.querySelector('textarea')
      ;(beside ?? field.current)?.focus()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [field])
}
