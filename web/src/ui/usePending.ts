import { useCallback, useRef, useState } from 'react'

/** A promise that a control waits for: whether it is under way, and how the last one failed. */
export function usePending<E = unknown>() {
  const [pending, setPending] = useState(false)
  // Beside the state: a second press can come before the first has been drawn.
  const running = useRef(false)
  const [error, setError] = useState<E | null>(null)

  const run = useCallback(async (work: () => Promise<void>): Promise<void> => {
    if (running.current) return
    running.current = true
    setPending(true)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure as E)
    } finally {
      running.current = false
      setPending(false)
    }
  }, [])

  return { pending, error, run }
}
