import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { ownRows } from '../../sync/arranged'
import { IconButton } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { useRegistry, useShell } from '../registry/context'
import { useClientState } from '../session/context'
import { CreateRoomDialog, NoRooms } from './dialogs'
import { DIRECT, isDirect, ROOMS, UNREAD, useRoomGroups } from './groups'
import { RoomsIn } from './RoomRows'

export function UnreadSection() {
  const { unread } = useRoomGroups()
  if (unread.length === 0) return null
  return <RoomsIn id={UNREAD} title={t('Unread')} rooms={unread} />
}

export function RoomsSection() {
  const { own, unread, read } = useRoomGroups()
  const isInNone = unread.length + read.length === 0 && own.every(({ rooms }) => rooms.length === 0)
  const known = useClientState((state) => state.sync.epoch !== null)
  const shell = useShell()
  const release = useRelease()
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
    <RoomsIn
      id={ROOMS}
      title={t('Rooms')}
      actions={buttons}
      rooms={read.filter((room) => !isDirect(room))}
      put={release}
      before={!known && isInNone && <Skeleton label={t('Loading your rooms')} lines={4} />}
      after={known && isInNone && <NoRooms onCreate={create} onBrowse={() => shell.go('/browse')} />}
    />
  )
}

export function DirectSection() {
  const direct = useRoomGroups().read.filter(isDirect)
  const release = useRelease()
  if (direct.length === 0) return null
  return <RoomsIn id={DIRECT} title={t('Direct messages')} rooms={direct} put={release} />
}

/** Takes a room out of every list that one has put it into. */
function useRelease(): (room: string) => void {
  const { roomLists } = useRegistry()
  const shell = useShell()
  return (room) => {
    const own = ownRows(shell.client.store.getState().sync)
    for (const { lists, release } of roomLists) {
      if (lists(own).some(({ rooms }) => rooms.includes(room))) release(shell, room)
    }
  }
}
