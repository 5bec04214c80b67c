import { lazy } from 'react'
import type { Room } from '../../protocol.gen'
import type { Shell } from '../registry/feature'

const InviteDialog = lazy(() => import('./InviteDialog'))

/** Shows the dialog that makes links. The room is the one that is chosen at first. */
export function showInviting(shell: Shell, room: Room | null, onClosed?: () => void): void {
  shell.show((close) => (
    <InviteDialog
      room={room}
      onClose={() => {
        close()
        onClosed?.()
      }}
    />
  ))
}
