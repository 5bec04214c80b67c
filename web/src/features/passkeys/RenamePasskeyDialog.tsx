import { useState } from 'react'
import { t } from '../../language/t'
import type { Passkey } from '../../protocol.gen'
import { Dialog } from '../../ui/Dialog'
import { Field } from '../../ui/Field'
import { ProofForm } from '../second-factor/ProofForm'
import { useSession } from '../session/context'

interface Props {
  passkey: Passkey
  onRenamed: () => void
  onClose: () => void
}

export function RenamePasskeyDialog({ passkey, onRenamed, onClose }: Props) {
  const { api } = useSession()
  const [name, setName] = useState(passkey.name)
  const rename = async () => {
    await api.call('passkey.rename', { passkey: passkey.id, name: name.trim() })
    onClose()
    onRenamed()
  }
  return (
    <Dialog title={t('Rename passkey')} onClose={onClose}>
      <ProofForm action={t('Rename')} act={rename} onCancel={onClose}>
        <Field
          label={t('Name of the passkey')}
          name="passkey-name"
          dir="auto"
          autoComplete="off"
          autoFocus
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </ProofForm>
    </Dialog>
  )
}
