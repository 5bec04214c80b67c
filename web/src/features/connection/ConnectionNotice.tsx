import { brought } from '../../ui/brought'
import { useClientState } from '../session/context'

export const ConnectionNote = brought(() => import('./ConnectionNote'))

/** Most visits never lose their connection, and see nothing of this. */
export function ConnectionNotice() {
  const isMissed = useClientState(
    ({ connection }) =>
      connection.phase === 'outdated' || ('since' in connection && connection.since !== null),
  )
  return isMissed && <ConnectionNote />
}
