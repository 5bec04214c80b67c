import { useCallback, useEffect, useRef, useState } from 'react'
import type { GroupDetails } from '../../protocol.gen'
import { useClient } from '../session/context'

/** Long enough that a word is one question, short enough that nobody waits for it. */
const PAUSE_MS = 150

/** A group and its members whose name or handle begins as typed, a page at a time. */
export function useMembers(group: string, prefix: string) {
  const client = useClient()
  const [details, setDetails] = useState<GroupDetails | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const asked = useRef(0)
  const read = useCallback(
    async (after?: string) => {
      const question = ++asked.current
      try {
        const grouping = await client.grouping()
        const next = await grouping.get({ group, prefix, ...(after !== undefined && { after }) })
        if (question !== asked.current) return
        setError(null)
        setDetails((shown) =>
          shown && after !== undefined ? { ...next, members: [...shown.members, ...next.members] } : next,
        )
      } catch (failure) {
        if (question === asked.current) setError(failure as Error)
      }
    },
    [client, group, prefix],
  )
  useEffect(() => {
    const timer = setTimeout(() => void read(), prefix === '' ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [read, prefix])
  return { details, error, read }
}
