import { useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'
import { isNameOf } from './deleting'

/** Nobody deletes the wrong room: its name has to be typed. */
export function DeleteRoomDialog({ room, onClose }: { room: Room; onClose: () => void }) {
  const client = useClient()
  const [, go] = useLocation()
  const [typed, setTyped] = useState('')
  const { pending, error, run } = usePending<Error>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isNameOf(room, typed)) return
    void run(async () => {
      await client.deleteRoom(room.id)
      onClose()
      go('/', { replace: true })
    })
  }
  return (
    <Dialog title={t('Delete {name}?', { name: room.name })} onClose={onClose}>
      <form className="flex flex-col gap-4" autoComplete="off" onSubmit={submit}>
        <p className="text-soft">
          {t('Everything that was ever said in it goes, for everybody and for good.')}
          {!room.archived_at && ` ${t('To keep it for reading, archive it instead.')}`}
        </p>
        <Field
          label={t('Type the room’s name: {name}', { name: room.name })}
          autoFocus
          dir="auto"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="danger" type="submit" busy={pending} disabled={!isNameOf(room, typed)}>
            {t('Delete for good')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
