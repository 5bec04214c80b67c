import { useState } from 'react'
import { t } from '../../language/t'
import { Field } from '../../ui/Field'
import { useSession, useSignedIn } from '../session/context'
import { FormDialog } from './FormDialog'

export function EmailDialog(props: { onClose: () => void; onAsked: (email: string) => void }) {
  const { api } = useSession()
  const { me } = useSignedIn()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  return (
    <FormDialog
      title={t('E-mail address')}
      action={t('Send the letter')}
      handle={me.handle}
      fields={['email', 'password']}
      save={async () => {
        await api.call('account.change_email', { email: email.trim(), password })
        props.onAsked(email.trim())
      }}
      onClose={props.onClose}
    >
      {(about) => (
        <>
          <p className="text-soft">
            {t('A letter goes to the address. Nothing changes until you open its link.')}
          </p>
          <Field
            label={t('New e-mail address')}
            name="email"
            type="email"
            dir="ltr"
            autoComplete="email"
            autoFocus
            required
            maxLength={254}
            error={about('email')}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Field
            label={t('Password')}
            name="current-password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={1024}
            error={about('password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  )
}
