import { useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import type { Group } from '../../protocol.gen'
import { newClientId } from '../../sync/ids'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'

interface Props {
  /** Null for a new one. */
  group: Group | null
  onSaved: (group: Group) => void
  onClose: () => void
}

/** Makes a group, or changes what it is called. */
export function GroupDialog({ group, onSaved, onClose }: Props) {
  const { api } = useSession()
  const [name, setName] = useState(group?.name ?? '')
  const [handle, setHandle] = useState(group?.handle ?? '')
  const [description, setDescription] = useState(group?.description ?? '')
  // A repetition after a lost answer makes no second group.
  const [client_id] = useState(newClientId)
  const { pending, error, run } = usePending<Error>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const told = { name, handle: handle.replace(/^@/, '').toLowerCase(), description }
    void run(async () =>
      onSaved(
        group
          ? await api.call('group.update', { group: group.id, ...told })
          : await api.call('group.create', { client_id, ...told }),
      ),
    )
  }
  return (
    <Dialog title={group ? t('Edit {name}', { name: group.name }) : t('Make a group')} onClose={onClose}>
      <form className="flex flex-col gap-4" autoComplete="off" onSubmit={submit}>
        <Field
          label={t('Name')}
          value={name}
          maxLength={80}
          required
          autoFocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Field
          label={t('Handle')}
          hint={t('What people write behind the @ to mention the group.')}
          value={handle}
          maxLength={33}
          required
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setHandle(event.currentTarget.value)}
        />
        <Field
          label={t('Description')}
          value={description}
          maxLength={250}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" busy={pending}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
