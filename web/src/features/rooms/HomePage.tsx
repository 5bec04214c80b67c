import { useState } from 'react'
import { Redirect } from 'wouter'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { useTitle } from '../../ui/useTitle'
import { useClientState, useSignedIn } from '../session/context'
import { CreateRoomDialog } from './CreateRoomDialog'
import { DirectoryDialog } from './DirectoryDialog'
import { recentRooms } from './recent'
import { useRooms } from './useRooms'

/** On a wide screen there is always a room beside the list: the last one, or a way to get one. */
export function HomePage() {
  const { me } = useSignedIn()
  const rooms = useRooms()
  const known = useClientState((state) => state.sync.epoch !== null)
  const [dialog, setDialog] = useState<'create' | 'directory' | null>(null)
  useTitle('Parley')

  if (!known) return <main className="flex-1" />
  const [last] = recentRooms(me.id)
  const room = rooms.find(({ info }) => info.id === last) ?? rooms[0]
  if (room) return <Redirect to={room.path} replace />
  return (
    <main className="flex flex-1">
      <Notice title={`Welcome, ${me.name}`}>
        <p>Everything here happens in rooms. Make the first one, or join one that is there.</p>
        <div className="flex gap-2">
          <Button look="primary" onClick={() => setDialog('create')}>
            Create a room
          </Button>
          <Button onClick={() => setDialog('directory')}>Browse rooms</Button>
        </div>
      </Notice>
      {dialog === 'create' && <CreateRoomDialog onClose={() => setDialog(null)} />}
      {dialog === 'directory' && (
        <DirectoryDialog onClose={() => setDialog(null)} onCreate={() => setDialog('create')} />
      )}
    </main>
  )
}
