import { Redirect } from 'wouter'
import { t } from '../../language/t'
import { Skeleton } from '../../ui/Skeleton'
import { useTitle } from '../../ui/useTitle'
import { useClientState, useSignedIn } from '../session/context'
import { Welcome } from './dialogs'
import { recentRooms } from './recent'
import { useRooms } from './useRooms'

/** On a wide screen there is always a room beside the list: the last one, or a way to get one. */
export function HomePage() {
  const { me } = useSignedIn()
  const rooms = useRooms()
  const known = useClientState((state) => state.sync.epoch !== null)
  useTitle(null)

  if (!known) {
    return (
      <main className="min-w-0 flex-1">
        <Skeleton label={t('Loading your rooms')} />
      </main>
    )
  }
  const [last] = recentRooms(me.id)
  const room = rooms.find(({ info }) => info.id === last) ?? rooms[0]
  if (room) return <Redirect to={room.path} replace />
  return (
    <main className="flex flex-1">
      <Welcome />
    </main>
  )
}
