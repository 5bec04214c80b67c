import { useState } from 'react'
import { t } from '../../language/t'
import { Field } from '../../ui/Field'
import { useSession, useSignedIn } from '../session/context'
import { FormDialog } from './FormDialog'

/** `onChanged` is told how many other sessions ended. */
export function PasswordDialog(props: { onClose: () => void; onChanged: (sessions: number) => void }) {
  const { api } = useSession()
  const { me } = useSignedIn()
  const [password, setPassword] = useState('')
  const [next, setNext] = useState('')
  return (
    <FormDialog
      title={t('Change password')}
      action={t('Change password')}
      handle={me.handle}
      fields={['password', 'new_password']}
      save={async () => {
        const { sessions } = await api.call('account.change_password', { password, new_password: next })
        props.onChanged(sessions)
      }}
      onClose={props.onClose}
    >
      {(about) => (
        <>
          <p className="text-soft">{t('You stay signed in here, and are signed out everywhere else.')}</p>
          <Field
            label={t('Current password')}
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
          <Field
            label={t('New password')}
            name="new-password"
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={1024}
            hint={t('10 characters or more. A sentence is fine.')}
            error={about('new_password')}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
        </>
      )}
    </FormDialog>
  )
}
