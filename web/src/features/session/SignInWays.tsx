import { Suspense } from 'react'
import type { ServerInfo } from '../../protocol.gen'
import { useRegistry } from '../registry/context'

interface Props {
  server: ServerInfo | null
  /** Where they lead. */
  next: string
  /** On a page where accounts are made. */
  isForNewcomers?: boolean
}

/** What features add below a form with a password: other ways in. */
export function SignInWays({ server, next, isForNewcomers = false }: Props) {
  const { signInWays } = useRegistry()
  if (!server) return null
  return signInWays
    .filter(({ bringsNewcomers }) => bringsNewcomers || !isForNewcomers)
    .map(({ id, View }) => (
      <Suspense key={id} fallback={null}>
        <View server={server} next={next} />
      </Suspense>
    ))
}
