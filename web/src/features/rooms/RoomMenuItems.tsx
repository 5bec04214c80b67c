import { MenuItem } from '../../ui/Menu'
import type { RoomState } from '../../sync/state'
import { useRegistry } from '../registry/context'
import type { Shell } from '../registry/feature'

interface Props {
  room: RoomState
  shell: Shell
  close: () => void
}

/** All that can be done with a room, in the menu of its header and of its row. */
export function RoomMenuItems({ room, shell, close }: Props) {
  const { roomMenu } = useRegistry()
  return roomMenu
    .filter(({ isOffered }) => isOffered?.(room, shell) ?? true)
    .map(({ id, icon, label, isDangerous, act }) => (
      <MenuItem
        key={id}
        icon={icon}
        label={label}
        isDangerous={isDangerous ?? false}
        onSelect={() => {
          close()
          act(room, shell)
        }}
      />
    ))
}
