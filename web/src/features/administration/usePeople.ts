import { useCallback } from 'react'
import type { User, UserPage } from '../../protocol.gen'
import { useSession } from '../session/context'
import { usePages } from './usePages'

/** People whose name or handle begins as typed, among those who can come in or those who cannot. */
export function usePeople(typed: string, deactivated: boolean) {
  const { api } = useSession()
  const prefix = typed.trim().replace(/^@/, '')
  const ask = useCallback(
    (after?: string) => api.call('user.list', { prefix, deactivated, ...(after !== undefined && { after }) }),
    [api, prefix, deactivated],
  )
  const { page, setPage, error, read } = usePages(ask, joined, prefix !== '')

  /** Shows what became of somebody, in their place. */
  const replace = useCallback(
    (changed: User) =>
      setPage(
        (shown) =>
          shown && {
            ...shown,
            users: shown.users.map((user) => (user.person === changed.person ? changed : user)),
          },
      ),
    [setPage],
  )
  return { page, error, read, replace }
}

function joined(shown: UserPage, next: UserPage): UserPage {
  return { ...next, users: [...shown.users, ...next.users] }
}
