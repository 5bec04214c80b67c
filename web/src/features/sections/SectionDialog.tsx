import { useRef, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import type { Section } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { newClientId } from '../../sync/ids'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { useShell } from '../registry/context'
import { moveBefore } from './arranging'

interface Props {
  /** The section to rename. Without one, a new one is made. */
  section?: Section
  /** The room to put into the new one. */
  room?: string
  onClose: () => void
}

export default function SectionDialog({ section, room, onClose }: Props) {
  const shell = useShell()
  const [name, setName] = useState(section?.name ?? '')
  const clientId = useRef(newClientId())
  const { pending, error, run } = usePending<Error>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      try {
        const arranging = await shell.client.arranging()
        if (section) await arranging.renameSection(section.id, name.trim())
        const one = section ?? (await arranging.createSection(name.trim(), clientId.current))
        // First, so that the room's row has the focus back and takes it along.
        onClose()
        if (room !== undefined) moveBefore(shell, room, one.id, null)
      } catch (failure) {
        // Refused words will be others the next time. Without an answer, the same ones ask for the first one's.
        if (failure instanceof Refusal) clientId.current = newClientId()
        throw failure
      }
    })
  }
  return (
    <Dialog title={section ? t('Rename section') : t('New section')} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field
          label={t('Name')}
          autoFocus
          required
          maxLength={80}
          dir="auto"
          hint={t('Nobody else sees your sections.')}
          error={error?.message}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" busy={pending}>
            {section ? t('Rename') : t('Make section')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
