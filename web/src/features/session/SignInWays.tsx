import { Suspense } from 'react'
import type { ServerInfo } from '../../protocol.gen'
import { useRegistry } from '../registry/context'

/** What features add below a form with a password: other ways in. `next` is where they lead. */
export function SignInWays({ server, next }: { server: ServerInfo | null; next: string }) {
  const { signInWays } = useRegistry()
  if (!server) return null
  return signInWays.map(({ id, View }) => (
    <Suspense key={id} fallback={null}>
      <View server={server} next={next} />
    </Suspense>
  ))
}
