import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Origin } from '../../protocol.gen'
import { roomOf } from '../../sync/state'
import { Icon } from '../../ui/Icon'
import { roomPath } from '../rooms/listed'
import { roomName } from '../rooms/names'
import { useClient, useClientState, useSignedIn } from '../session/context'

const LOOK = 'flex min-w-0 items-center gap-1.5 text-sm leading-5 text-soft'

/** Where a forwarded message comes from: a link for people who may read the original, and no name for others. */
export function OriginLine({ room, seq }: { room: string; seq: number }) {
  const origin = useOrigin(room, seq)
  const { me } = useSignedIn()
  const from = useClientState(({ sync }) => (origin ? roomOf(sync, origin.source_room)?.info : undefined))
  const name = useClientState(({ sync }) => (from ? roomName(from, sync.people, me.id) : ''))
  if (!origin || !from) {
    return (
      <p className={LOOK}>
        <Icon name="forward" size={14} />
        {/* Until the server has answered nobody knows, and a line that comes later would move what is read. */}
        {origin === undefined ? t('Forwarded') : t('From another conversation')}
      </p>
    )
  }
  const thread = origin.source_thread ? `/thread/${origin.source_thread}` : ''
  return (
    <Link
      href={`${roomPath(from)}${thread}/${origin.source_seq}`}
      className={`${LOOK} w-fit max-w-full rounded touch:min-h-11 hover:text-ink hover:underline`}
    >
      <Icon name="forward" size={14} />
      <span className="truncate">{phrase('From {room}', { room: <bdi>{name}</bdi> })}</span>
    </Link>
  )
}

/** Undefined as long as the server has not answered. */
function useOrigin(room: string, seq: number): Origin | null | undefined {
  const client = useClient()
  const phase = useClientState(({ connection }) => connection.phase)
  const [origin, setOrigin] = useState<Origin | null>()
  useEffect(() => {
    let isHere = true
    client
      .forwarding()
      .then((forwarding) => forwarding.origin(room, seq))
      .then((found) => isHere && setOrigin(found))
      // Without an answer it says no more than "Forwarded". The next connection asks again.
      .catch(() => undefined)
    return () => {
      isHere = false
    }
  }, [client, room, seq, phase])
  return origin
}
