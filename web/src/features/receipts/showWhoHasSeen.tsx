import { lazy } from 'react'
import type { Acting, ShownMessage } from '../registry/feature'

const SeenDialog = lazy(() => import('./SeenDialog'))

export function showWhoHasSeen(message: ShownMessage, acting: Acting): void {
  acting.show((close) => <SeenDialog message={message} onClose={close} />)
}
