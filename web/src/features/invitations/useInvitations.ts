import { useCallback, useEffect, useState } from 'react'
import type { InvitationPage } from '../../protocol.gen'
import { useSession } from '../session/context'

/** The invitations that still work: one's own, and for administrators everybody's. */
export function useInvitations() {
  const { api } = useSession()
  const [page, setPage] = useState<InvitationPage | null>(null)
  const [error, setError] = useState<Error | null>(null)

  const look = useCallback(
    async (before?: string) => {
      try {
        const next = await api.call('invite.list', before === undefined ? {} : { before })
        setError(null)
        setPage((shown) =>
          shown && before !== undefined
            ? {
                ...next,
                invitations: [...shown.invitations, ...next.invitations],
                people: { ...shown.people, ...next.people },
              }
            : next,
        )
      } catch (failure) {
        setError(failure as Error)
      }
    },
    [api],
  )
  useEffect(() => void look(), [look])
  return { page, error, look }
}
