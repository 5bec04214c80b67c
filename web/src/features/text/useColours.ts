import { useEffect, useState, type ReactNode, type RefObject } from 'react'

/** Colours code of a named language once it is on the screen. Null until then, and if that fails. */
export function useColours(
  element: RefObject<HTMLElement | null>,
  code: string,
  language: string,
): ReactNode {
  const [shown, show] = useState<ReactNode>(null)
  useEffect(() => {
    if (!element.current || language === '') return
    const sight = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      sight.disconnect()
      import('./colours').then(
        ({ coloured }) => show(coloured(code, language)),
        // Offline, say. Code can be read without colours.
        () => undefined,
      )
    })
    sight.observe(element.current)
    return () => sight.disconnect()
  }, [element, code, language])
  return shown
}
