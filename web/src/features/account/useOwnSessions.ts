import { useCallback, useEffect, useState } from 'react'
import type { OwnSession } from '../../protocol.gen'
import { useSession } from '../session/context'
import { useComingBack } from './useComingBack'

/** Where one is signed in: null until the server has answered. */
export function useOwnSessions() {
  const { api } = useSession()
  const [sessions, setSessions] = useState<readonly OwnSession[] | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const look = useCallback(async () => {
    try {
      setSessions((await api.call('session.list', {})).sessions)
      setError(null)
    } catch (failure) {
      setError(failure as Error)
    }
  }, [api])
  const lookAgain = useCallback(() => void look(), [look])
  useEffect(lookAgain, [lookAgain])
  useComingBack(lookAgain)
  return { sessions, error, look: lookAgain }
}
