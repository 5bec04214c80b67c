import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { Notice } from '../../ui/Notice'
import { usePending } from '../../ui/usePending'
import { useTitle } from '../../ui/useTitle'
import { FormError } from '../session/FormError'
import { useClient, useClientState, useSession } from '../session/context'
import { EndedNote } from './EndedNote'
import { BackToRooms } from './RoomHeader'

/** Before a room that one is not in: a way in, or word that there is none. "Not there" and "not yours" look alike. */
interface Props {
  reference: string
  wide: boolean
  /** As it was last known to somebody who was in it until now. */
  was: Room | null
}

export default function RoomDoor({ reference, wide, was }: Props) {
  const { api } = useSession()
  const live = useClientState((state) => state.connection.phase === 'live')
  const [found, setFound] = useState<Room | 'none' | null>(isClosed(was) ? 'none' : null)

  useEffect(() => {
    if (!live || isClosed(was)) return
    api.call('room.get', { room: reference }).then(
      ({ room }) => setFound(room),
      (error: unknown) => {
        if (error instanceof Refusal && !error.retryable) setFound('none')
      },
    )
  }, [api, live, reference, was])

  return (
    <main className="flex min-w-0 flex-1 flex-col">
      {!wide && (
        <header className="flex h-14 items-center px-2">
          <BackToRooms />
        </header>
      )}
      {found === 'none' ? (
        <NoRoom was={was} />
      ) : found ? (
        <Invitation room={found} was={was} />
      ) : (
        <Skeleton label={t('Looking for the room')} />
      )}
    </main>
  )
}

/** To those who were let out a private room is not told any more, and a deleted one to nobody. */
function isClosed(was: Room | null): boolean {
  return was !== null && (was.kind !== 'public' || Boolean(was.deleted_at))
}

function NoRoom({ was }: { was: Room | null }) {
  useTitle(was?.name ?? t('No such room'))
  return (
    <Notice title={was?.name ?? t('There is no room here for you')}>
      {was ? (
        <EndedNote room={was} />
      ) : (
        <p>
          {t(
            'It may not exist, or it is private and you are not in it. If somebody sent you here, ask them to let you in.',
          )}
        </p>
      )}
      <Link href="/" className="font-medium text-accent underline underline-offset-3">
        {t('Go to your rooms')}
      </Link>
    </Notice>
  )
}

function Invitation({ room, was }: { room: Room; was: Room | null }) {
  const client = useClient()
  const { pending, error, run } = usePending<Error>()
  useTitle(room.name)
  return (
    <Notice title={room.name}>
      {was ? (
        <EndedNote room={was} />
      ) : (
        <p dir="auto">{room.topic || t('You are not in this room. Join it to read and to write.')}</p>
      )}
      {error && <FormError>{error.message}</FormError>}
      <Button
        look="primary"
        busy={pending}
        disabled={room.slug === null}
        onClick={() => void run(async () => void (await client.joinRoom(room.slug ?? '')))}
      >
        {t('Join room')}
      </Button>
    </Notice>
  )
}
