import type { Room } from '../../protocol.gen'
import { onDemand } from '../../ui/onDemand'
import type { Shell } from '../registry/feature'

const InviteDialog = onDemand(() => import('./InviteDialog'))

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
