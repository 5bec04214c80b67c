import { useCallback, useEffect, useRef, useState } from 'react'
import type { User, UserPage } from '../../protocol.gen'
import { useSession } from '../session/context'

/** Long enough that a word is one question, short enough that nobody waits for it. */
const PAUSE_MS = 150

/** People whose name or handle begins as typed, among those who can come in or those who cannot. */
export function usePeople(typed: string, deactivated: boolean) {
  const { api } = useSession()
  const [page, setPage] = useState<UserPage | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const asked = useRef(0)
  const prefix = typed.trim().replace(/^@/, '')

  const read = useCallback(
    async (after?: string) => {
      const question = ++asked.current
      try {
        const next = await api.call('user.list', {
          prefix,
          deactivated,
          ...(after !== undefined && { after }),
        })
        if (question !== asked.current) return
        setError(null)
        setPage((shown) =>
          shown && after !== undefined ? { ...next, users: [...shown.users, ...next.users] } : next,
        )
      } catch (failure) {
        if (question === asked.current) setError(failure as Error)
      }
    },
    [api, prefix, deactivated],
  )
  useEffect(() => {
    const timer = setTimeout(() => void read(), prefix === '' ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [read, prefix])

  /** Shows what became of somebody, in their place. */
  const replace = useCallback((changed: User) => {
    setPage(
      (shown) =>
        shown && {
          ...shown,
          users: shown.users.map((user) => (user.person === changed.person ? changed : user)),
        },
    )
  }, [])
  return { page, error, read, replace }
}
