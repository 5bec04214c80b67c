import { t } from '../../language/t'
import { useShell } from '../registry/context'
import { useRoomList } from '../rooms/groups'
import { RoomsIn } from '../rooms/RoomRows'
import { moveBefore } from './arranging'

export function FavouritesSection() {
  const rooms = useRoomList('favourites')
  const shell = useShell()
  if (rooms.length === 0) return null
  const put = (room: string, before: string | null) => moveBefore(shell, room, before)
  return <RoomsIn id="favourites" title={t('Favourites')} rooms={rooms} put={put} isOrdered />
}
