import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Room, RoomCounters } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Icon } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/AuthPage'
import { roomOf } from '../../sync/state'
import { useClient, useClientState, useSession } from '../session/context'
import { countedWords } from './counted'
import { roomPath } from './listed'

interface Props {
  onClose: () => void
  onCreate: () => void
}

/** The public rooms of this server, those one is in included. */
export function DirectoryDialog({ onClose, onCreate }: Props) {
  const { rooms, counters, more, loading, error, load } = useDirectory()
  return (
    <Dialog title="Public rooms" onClose={onClose}>
      {error && <FormError>{error.message}</FormError>}
      {!loading && !error && rooms.length === 0 && (
        <div className="flex flex-col items-start gap-3 text-soft">
          <p>There is no public room yet. Make the first one.</p>
          <Button look="primary" onClick={onCreate}>
            Create a room
          </Button>
        </div>
      )}
      <ul className="flex flex-col divide-y divide-line">
        {rooms.map((room) => (
          <DirectoryRow key={room.id} room={room} counters={counters[room.id]} onClose={onClose} />
        ))}
      </ul>
      {more && (
        <Button className="mt-3 w-full" busy={loading} onClick={load}>
          Show more
        </Button>
      )}
    </Dialog>
  )
}

interface RowProps {
  room: Room
  counters: RoomCounters | undefined
  onClose: () => void
}

function DirectoryRow({ room, counters, onClose }: RowProps) {
  const client = useClient()
  const [, go] = useLocation()
  const joined = useClientState((state) => roomOf(state.sync, room.id) !== undefined)
  const { pending, error, run } = usePending<Error>()

  const enter = () =>
    run(async () => {
      if (!joined) await client.joinRoom(room.slug ?? '')
      onClose()
      go(roomPath(room))
    })
  return (
    <li className="flex items-center gap-3 py-2.5">
      <span className="text-faint">
        <Icon name="hash" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate text-as-around font-medium" dir="auto">
          {room.name}
        </p>
        <p className={`truncate text-as-around text-sm ${error ? 'text-danger' : 'text-faint'}`} dir="auto">
          {error?.message ?? (room.topic || `/r/${room.slug}`)}
        </p>
        <p className="truncate text-xs text-faint tabular-nums">{countedWords(counters)}</p>
      </div>
      <Button
        busy={pending}
        onClick={() => void enter()}
        aria-label={`${joined ? 'Open' : 'Join'} ${room.name}`}
      >
        {joined ? 'Open' : 'Join'}
      </Button>
    </li>
  )
}

function useDirectory() {
  const { api } = useSession()
  const [rooms, setRooms] = useState<readonly Room[]>([])
  const [counters, setCounters] = useState<Readonly<Record<string, RoomCounters>>>({})
  const [after, setAfter] = useState<string | null>(null)
  const [more, setMore] = useState(false)
  const { pending, error, run } = usePending<Error>()

  const load = () =>
    void run(async () => {
      const page = await api.call('room.list', after === null ? {} : { after })
      setRooms([...rooms, ...page.rooms.filter((room) => room.kind === 'public')])
      setCounters({ ...counters, ...page.counters })
      setAfter(page.rooms.at(-1)?.id ?? after)
      setMore(page.more)
    })
  useEffect(load, [])

  return { rooms, counters, more, loading: pending, error, load }
}
