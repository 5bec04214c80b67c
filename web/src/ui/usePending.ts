import { useState } from 'react'

/** A promise that a control waits for: whether it is under way, and how the last one failed. */
export function usePending<E = unknown>() {
  const [pending, setPending] = useState(false)
  const [error, setError] = useState<E | null>(null)

  async function run(work: () => Promise<void>): Promise<void> {
    if (pending) return
    setPending(true)
    setError(null)
    try {
      await work()
    } catch (failure) {
      setError(failure as E)
    } finally {
      setPending(false)
    }
  }

  return { pending, error, run }
}
