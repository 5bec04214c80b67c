import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { openMembers, type RoomState } from '../../sync/state'
import { Button, IconButton } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Icon } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { byPresence } from '../presence/order'
import { useMinute } from '../presence/useMinute'
import { FormError } from '../session/AuthPage'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { MemberRow } from './MemberRow'

interface Props {
  room: RoomState
  wide: boolean
  onClose: () => void
}

/** Who is in the room: beside it, or on a phone above it. */
export function MembersPanel({ room, wide, onClose }: Props) {
  if (!wide) {
    return (
      <Dialog title="Members" onClose={onClose}>
        <MembersList room={room} />
      </Dialog>
    )
  }
  return (
    <aside aria-label="Members" className="flex w-64 shrink-0 flex-col border-s border-line">
      <header className="flex h-14 shrink-0 items-center justify-between border-b border-line ps-4 pe-2">
        <h2 className="font-semibold">Members</h2>
        <IconButton icon="close" label="Close members" onClick={onClose} />
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto p-3">
        <MembersList room={room} />
      </div>
    </aside>
  )
}

function MembersList({ room }: { room: RoomState }) {
  const people = useClientState((state) => state.sync.people)
  const presences = useClientState((state) => state.presences)
  const { me } = useSignedIn()
  const now = useMinute()
  const [leaving, setLeaving] = useState(false)
  const byName = useMemo(
    () =>
      openMembers(room)
        .map((stay) => ({ ...stay, card: people[stay.person] }))
        .sort((a, b) => (a.card?.name ?? '').localeCompare(b.card?.name ?? '')),
    [room.members, people],
  )
  const members = byName.toSorted(byPresence(presences))
  return (
    <>
      <ul className="flex flex-col gap-0.5">
        {members.map(({ person, role, card }) => (
          <MemberRow
            key={person}
            person={person}
            card={card}
            role={role}
            isMe={person === me.id}
            presence={presences[person]}
            now={now}
          />
        ))}
      </ul>
      <Button look="plain" className="mt-4 justify-start self-start" onClick={() => setLeaving(true)}>
        <Icon name="leave" size={16} />
        Leave room
      </Button>
      {leaving && <LeaveDialog room={room} onClose={() => setLeaving(false)} />}
    </>
  )
}

function LeaveDialog({ room, onClose }: { room: RoomState; onClose: () => void }) {
  const client = useClient()
  const [, go] = useLocation()
  const { pending, error, run } = usePending<Error>()
  const leave = () =>
    run(async () => {
      await client.leaveRoom(room.info.id)
      go('/')
    })
  return (
    <Dialog title={`Leave ${room.info.name}?`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-soft">
          {room.info.kind === 'public'
            ? 'You stop getting its messages. You can join again whenever you like.'
            : 'It is private: you need somebody inside to let you in again.'}
        </p>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Stay</Button>
          <Button look="danger" busy={pending} onClick={() => void leave()}>
            Leave room
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
