import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { useShell } from '../registry/context'
import { useClientState } from '../session/context'
import { SidebarSection } from '../sidebar/SidebarSection'
import { CreateRoomDialog, NoRooms } from './dialogs'
import { isDirect, useRoomGroups } from './groups'
import type { ListedRoom } from './listed'
import { RoomRow } from './RoomRow'

export function UnreadSection() {
  const { unread } = useRoomGroups()
  if (unread.length === 0) return null
  return (
    <SidebarSection id="unread" title={t('Unread')}>
      <RoomRows rooms={unread} />
    </SidebarSection>
  )
}

export function RoomsSection() {
  const { favourites, unread, read } = useRoomGroups()
  const isInNone = favourites.length + unread.length + read.length === 0
  const known = useClientState((state) => state.sync.epoch !== null)
  const shell = useShell()
  const [path] = useLocation()
  const create = () => shell.show((close) => <CreateRoomDialog onClose={close} />)
  const buttons = (
    <>
      <IconButton
        icon="compass"
        label={t('Browse rooms')}
        aria-current={path === '/browse' ? 'page' : undefined}
        small
        className="aria-[current=page]:bg-chosen aria-[current=page]:text-ink"
        onClick={() => shell.go('/browse')}
      />
      <IconButton icon="plus" label={t('Create a room')} small onClick={create} />
    </>
  )
  return (
    <SidebarSection id="rooms" title={t('Rooms')} actions={buttons}>
      {!known && isInNone && <Skeleton label={t('Loading your rooms')} lines={4} />}
      <RoomRows rooms={read.filter((room) => !isDirect(room))} />
      {known && isInNone && <NoRooms onCreate={create} onBrowse={() => shell.go('/browse')} />}
    </SidebarSection>
  )
}

export function DirectSection() {
  const direct = useRoomGroups().read.filter(isDirect)
  if (direct.length === 0) return null
  return (
    <SidebarSection id="direct" title={t('Direct messages')}>
      <RoomRows rooms={direct} />
    </SidebarSection>
  )
}

/** Rooms as rows of the sidebar. */
export function RoomRows({ rooms }: { rooms: readonly ListedRoom[] }) {
  const tall = useMediaQuery('(max-width: 47.99rem)')
  return (
    <ul className="flex flex-col gap-px">
      {rooms.map((room) => (
        <li key={room.info.id}>
          <RoomRow room={room} tall={tall} />
        </li>
      ))}
    </ul>
  )
}
