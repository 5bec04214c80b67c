import { useCallback, useEffect, useState } from 'react'
import type { Export } from '../../protocol.gen'
import { useSession } from '../session/context'
import { useComingBack } from './useComingBack'

const FIRST_LOOK_MS = 1_000
const LAST_LOOK_MS = 15_000

/** The copy of one's data: undefined until the server has answered, null if there is none. */
export function useExport() {
  const { api } = useSession()
  const [copy, setCopy] = useState<Export | null | undefined>(undefined)
  const [error, setError] = useState<Error | null>(null)
  const [pause, setPause] = useState(FIRST_LOOK_MS)
  const look = useCallback(async () => {
    try {
      const { export: found } = await api.call('account.get_export', {})
      setCopy(found)
      setError(null)
      return found
    } catch (failure) {
      setError(failure as Error)
      return null
    }
  }, [api])
  const lookAgain = useCallback(() => void look(), [look])
  useEffect(lookAgain, [lookAgain])
  useComingBack(lookAgain)

  // Most copies are there after seconds. Those of people who said very much take minutes.
  const isPreparing = copy != null && copy.ready_at === null
  useEffect(() => {
    if (!isPreparing) return
    const timer = window.setTimeout(() => {
      void look().finally(() => setPause((before) => Math.min(before * 1.5, LAST_LOOK_MS)))
    }, pause)
    return () => window.clearTimeout(timer)
  }, [isPreparing, look, pause])

  const asked = useCallback((made: Export) => {
    setPause(FIRST_LOOK_MS)
    setError(null)
    setCopy(made)
  }, [])
  return { copy, error, isPreparing, look, asked }
}
