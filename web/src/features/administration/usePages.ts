import { useCallback, useEffect, useRef, useState } from 'react'

/** Long enough that a word is one question, short enough that nobody waits for it. */
const PAUSE_MS = 150

/** What a list shows, a page at a time. Both functions stay the same for as long as the question does. */
export function usePages<Page>(
  ask: (after?: string) => Promise<Page>,
  join: (shown: Page, next: Page) => Page,
  isTyping = false,
) {
  const [page, setPage] = useState<Page | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const asked = useRef(0)

  const read = useCallback(
    async (after?: string) => {
      const question = ++asked.current
      try {
        const next = await ask(after)
        if (question !== asked.current) return
        setError(null)
        setPage((shown) => (shown !== null && after !== undefined ? join(shown, next) : next))
      } catch (failure) {
        if (question === asked.current) setError(failure as Error)
      }
    },
    [ask, join],
  )
  useEffect(() => {
    const timer = setTimeout(() => void read(), isTyping ? PAUSE_MS : 0)
    return () => clearTimeout(timer)
  }, [read, isTyping])
  return { page, setPage, error, read }
}
