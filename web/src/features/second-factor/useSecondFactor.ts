import { useCallback, useEffect, useState } from 'react'
import type { SecondFactor } from '../../protocol.gen'
import { useSession } from '../session/context'

/** What one has set up: null until the server has answered. */
export function useSecondFactor() {
  const { api } = useSession()
  const [factor, setFactor] = useState<SecondFactor | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const look = useCallback(async () => {
    try {
      setFactor(await api.call('second_factor.get', {}))
      setError(null)
    } catch (failure) {
      setError(failure as Error)
    }
  }, [api])
  useEffect(() => void look(), [look])
  return { factor, error, look }
}
