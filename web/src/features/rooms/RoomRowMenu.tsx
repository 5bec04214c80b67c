import type { RefObject } from 'react'
import { t } from '../../language/t'
import { roomOf } from '../../sync/state'
import { Menu } from '../../ui/Menu'
import { useShell } from '../registry/context'
import type { Shell } from '../registry/feature'
import { useClientState } from '../session/context'
import type { ListedRoom } from './listed'
import { RoomMenuItems } from './RoomMenuItems'

interface Props {
  room: ListedRoom
  row: RefObject<HTMLAnchorElement | null>
  onLeave: () => void
}

/** The room's menu at its row: for a right click, the menu key, or a finger that rested on it. */
export default function RoomRowMenu({ room: { info, path }, row, onLeave }: Props) {
  const shell = useShell()
  const room = useClientState(({ sync }) => roomOf(sync, info.id))
  if (!room) return null
  // The room in the address may be another one.
  const here: Shell = { ...shell, room: info, openPanel: (panel) => shell.go(`${path}/${panel}`) }
  const close = () => {
    onLeave()
    row.current?.focus()
  }
  return (
    <Menu label={t('More about this room')} opener={row} onClose={close} onLeave={onLeave}>
      <RoomMenuItems room={room} shell={here} close={close} />
    </Menu>
  )
}
