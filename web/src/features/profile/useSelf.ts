import { useMemo } from 'react'
import { createSelf, type Self } from '../../sync/self'
import { useClient, useSession } from '../session/context'

export function useSelf(): Self {
  const { api } = useSession()
  const client = useClient()
  return useMemo(() => createSelf(api, client), [api, client])
}
