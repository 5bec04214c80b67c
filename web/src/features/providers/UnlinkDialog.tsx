import { useState } from 'react'
import { t } from '../../language/t'
import type { Identity } from '../../protocol.gen'
import { Field } from '../../ui/Field'
import { FormDialog } from '../account/FormDialog'
import { useSession, useSignedIn } from '../session/context'

interface Props {
  identity: Identity
  hasPassword: boolean
  onClose: () => void
  onUnlinked: () => void
}

export function UnlinkDialog({ identity, hasPassword, onClose, onUnlinked }: Props) {
  const { api } = useSession()
  const { me } = useSignedIn()
  const [password, setPassword] = useState('')
  return (
    <FormDialog
      title={t('Unlink {provider}?', { provider: identity.provider_name })}
      action={t('Unlink')}
      handle={me.handle}
      fields={['password']}
      save={async () => {
        await api.call('identity.unlink', { identity: identity.id, ...(hasPassword && { password }) })
        onUnlinked()
      }}
      onClose={onClose}
    >
      {(about) => (
        <>
          <p className="text-soft">
            {t('You cannot sign in with {account} any more. You stay signed in here.', {
              account: identity.email ?? identity.provider_name,
            })}
          </p>
          {hasPassword && (
            <Field
              label={t('Your password')}
              name="current-password"
              type="password"
              autoComplete="current-password"
              autoFocus
              required
              maxLength={1024}
              error={about('password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </>
      )}
    </FormDialog>
  )
}
