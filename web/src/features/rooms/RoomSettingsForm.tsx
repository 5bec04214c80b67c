import { useState, type FormEvent, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { NoticesField } from '../notices/NoticesField'
import { FormError } from '../session/FormError'
import { useClient } from '../session/context'
import { EditingField } from './EditingField'
import { keepsLess, spanOf } from './keeping'
import { KeepingField } from './KeepingField'
import { Select } from '../../ui/Select'
import { RightsField } from './RightsField'
import { THREADS, type Threads } from './rights'
import { changesOf, settingsOf } from './settings'

/** What a room is called, who writes in it and adds people, and what it remembers: for its owners. */
export function RoomSettingsForm({ room, onClose }: { room: Room; onClose: () => void }) {
  const client = useClient()
  // As it was when this opened: what somebody else changes meanwhile is not taken back by saving.
  const [before] = useState(() => settingsOf(room))
  const [wanted, setWanted] = useState(before)
  const { pending, error, run } = usePending<Error>()
  const drops = keepsLess(wanted.keep_days, before.keep_days)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      const changes = changesOf(before, wanted)
      if (changes) await client.updateRoom({ room: room.id, ...changes })
      onClose()
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    onClose()
  }

  return (
    <form
      aria-label={t('Room settings')}
      className="flex flex-col gap-4 max-sm:gap-3"
      autoComplete="off"
      onSubmit={submit}
      onKeyDown={onKeyDown}
    >
      <Field
        label={t('Name')}
        autoFocus
        required
        maxLength={80}
        dir="auto"
        hint={
          room.slug === null
            ? undefined
            : t('Its address stays {address}.', { address: `${window.location.host}/r/${room.slug}` })
        }
        value={wanted.name}
        onChange={(event) => setWanted({ ...wanted, name: event.currentTarget.value })}
      />
      <Field
        label={t('Topic')}
        maxLength={250}
        dir="auto"
        placeholder={t('What is it about?')}
        value={wanted.topic}
        onChange={(event) => setWanted({ ...wanted, topic: event.currentTarget.value })}
      />
      <RightsField
        label={t('Who can write')}
        hint={t('Everybody in the room can read and react.')}
        who={wanted.posting}
        onChoose={(posting) => setWanted({ ...wanted, posting })}
      />
      <Select
        label={t('Who can reply in threads')}
        value={wanted.threads}
        onChange={(event) => setWanted({ ...wanted, threads: event.currentTarget.value as Threads })}
      >
        {Object.entries(THREADS).map(([threads, words]) => (
          <option key={threads} value={threads}>
            {words}
          </option>
        ))}
      </Select>
      {room.kind === 'private' && (
        <RightsField
          label={t('Who can add people')}
          who={wanted.adding}
          onChoose={(adding) => setWanted({ ...wanted, adding })}
        />
      )}
      <NoticesField on={wanted.notices} onChoose={(notices) => setWanted({ ...wanted, notices })} />
      <EditingField
        now={before.edit_minutes}
        minutes={wanted.edit_minutes}
        onChoose={(edit_minutes) => setWanted({ ...wanted, edit_minutes })}
      />
      <div aria-live="polite">
        <KeepingField
          now={before.keep_days}
          days={wanted.keep_days}
          onChoose={(keep_days) => setWanted({ ...wanted, keep_days })}
        />
        {drops && (
          <p className="mt-2 rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">
            {t('Messages older than {span} will be deleted for good, for everybody, soon after you save.', {
              span: spanOf(wanted.keep_days),
            })}
          </p>
        )}
      </div>
      {error && <FormError>{error.message}</FormError>}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button look={drops ? 'danger' : 'primary'} type="submit" busy={pending}>
          {drops ? t('Save and delete older') : t('Save')}
        </Button>
      </div>
    </form>
  )
}
