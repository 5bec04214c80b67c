import type { Room } from '../../protocol.gen'
import type { RoomState } from '../../sync/state'
import { muteOf } from '../../sync/muting'
import { IconButton } from '../../ui/Button'
import { useShell } from '../registry/context'
import type { Shell } from '../registry/feature'
import { useClientState } from '../session/context'
import { MUTED } from './words'

interface Props {
  room: RoomState
  onChoose: (shell: Shell, room: Room) => void
}

/** Says in the header that the room is muted, and leads to the choice. */
export function MutedButton({ room: { info }, onChoose }: Props) {
  const shell = useShell()
  const level = useClientState((state) => muteOf(state, info.id)?.level)
  if (!level) return null
  const { icon, label } = MUTED[level]
  return <IconButton icon={icon} label={label} onClick={() => onChoose(shell, info)} />
}
