import { useState } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { Field } from '../../ui/Field'
import { useClient } from '../session/context'
import { ConfirmDialog } from './ConfirmDialog'

interface Props {
  room: Room
  person: string
  name: string
  onClose: () => void
}

export function BanDialog({ room, person, name, onClose }: Props) {
  const client = useClient()
  const [reason, setReason] = useState('')
  return (
    <ConfirmDialog
      title={t('Ban {name}?', { name })}
      action={t('Ban from room')}
      act={() => client.members.ban({ room: room.id, person, reason: reason.trim() })}
      onClose={onClose}
    >
      <div className="flex flex-col gap-4">
        <p>
          {phrase('{name} leaves {room} at once, and nobody can add them until the ban is lifted.', {
            name: <bdi>{name}</bdi>,
            room: <bdi>{room.name}</bdi>,
          })}
        </p>
        <Field
          label={t('Reason')}
          maxLength={250}
          dir="auto"
          autoComplete="off"
          hint={t('For the room’s owner and moderators. It can be empty.')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </div>
    </ConfirmDialog>
  )
}
