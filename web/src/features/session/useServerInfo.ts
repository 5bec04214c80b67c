import { useEffect, useState } from 'react'
import type { ServerInfo } from '../../protocol.gen'
import { backoff } from '../../sync/connection'
import { useSession } from './context'

/** What the server says of itself to everybody; null until it has answered. */
export function useServerInfo(): ServerInfo | null {
  const { api } = useSession()
  const [info, setInfo] = useState<ServerInfo | null>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const ask = (attempt: number): Promise<void> =>
      api.call('server.get', {}).then(setInfo, () => {
        timer = setTimeout(() => void ask(attempt + 1), backoff(attempt, Math.random))
      })
    void ask(1)
    return () => clearTimeout(timer)
  }, [api])

  return info
}
