import { useState } from 'react'
import { t } from '../../language/t'
import type { Passkey } from '../../protocol.gen'
import { Field } from '../../ui/Field'
import { ProofForm } from '../second-factor/ProofForm'
import { useSession } from '../session/context'
import { deviceName, deviceWords, makePasskey } from './device'

interface Props {
  onAdded: (passkey: Passkey) => void
  onCancel?: () => void
}

export function AddPasskeyForm({ onAdded, onCancel }: Props) {
  const { api } = useSession()
  const [name, setName] = useState(() => deviceName(navigator.userAgent))
  const add = async (password: string | null) => {
    const made = await makePasskey(await api.call('passkey.begin', { password })).catch((error: Error) => {
      throw error instanceof DOMException ? new Error(deviceWords(error), { cause: error }) : error
    })
    onAdded(await api.call('passkey.add', { ...made, name: name.trim() }))
  }
  return (
    <ProofForm action={t('Add passkey')} act={add} {...(onCancel && { onCancel })}>
      <Field
        label={t('Name of the passkey')}
        name="passkey-name"
        dir="auto"
        autoComplete="off"
        required
        maxLength={80}
        hint={t('So that you know it again: where it is kept.')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </ProofForm>
  )
}
