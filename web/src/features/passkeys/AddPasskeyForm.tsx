import { useState } from 'react'
import type { Passkey } from '../../protocol.gen'
import { Field } from '../../ui/Field'
import { ProofForm } from '../second-factor/ProofForm'
import { useSession } from '../session/context'
import { deviceWords, makePasskey } from './device'

interface Props {
  onAdded: (passkey: Passkey) => void
  onCancel?: () => void
}

export function AddPasskeyForm({ onAdded, onCancel }: Props) {
  const { api } = useSession()
  const [name, setName] = useState(deviceName)
  const add = async (password: string | null) => {
    const made = await makePasskey(await api.call('passkey.begin', { password })).catch((error: Error) => {
      throw error instanceof DOMException ? new Error(deviceWords(error), { cause: error }) : error
    })
    onAdded(await api.call('passkey.add', { ...made, name: name.trim() }))
  }
  return (
    <ProofForm action="Add passkey" act={add} {...(onCancel && { onCancel })}>
      <Field
        label="Name of the passkey"
        name="passkey-name"
        autoComplete="off"
        required
        maxLength={80}
        hint="So that you know it again: where it is kept."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </ProofForm>
  )
}

/** A first guess, for people to make better. */
function deviceName(): string {
  const agent = navigator.userAgent
  const known = ['iPhone', 'iPad', 'Android', 'Mac', 'Windows', 'Linux'].find((word) => agent.includes(word))
  return known
    ? `My ${known} device`.replace('iPhone device', 'iPhone').replace('iPad device', 'iPad')
    : 'Passkey'
}
