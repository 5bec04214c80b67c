import { useRef, useState } from 'react'
import { t } from '../../language/t'
import type { Export } from '../../protocol.gen'
import { newClientId } from '../../sync/ids'
import { Field } from '../../ui/Field'
import { useSession, useSignedIn } from '../session/context'
import { FormDialog } from './FormDialog'

/** Asks for the password: a browser that was left open must not be enough for all of somebody's data. */
export function DataDialog({ onAsked, onClose }: { onAsked: (copy: Export) => void; onClose: () => void }) {
  const { api } = useSession()
  const { me } = useSignedIn()
  const [password, setPassword] = useState('')
  // The same for each try, so that an answer that was lost makes no second copy.
  const clientId = useRef(newClientId())
  return (
    <FormDialog
      title={t('Prepare a copy of your data')}
      action={t('Prepare the copy')}
      handle={me.handle}
      fields={['password']}
      save={async () => {
        onAsked(
          await api.call('account.export', {
            client_id: clientId.current,
            ...(password !== '' && { password }),
          }),
        )
      }}
      onClose={onClose}
    >
      {(about) => (
        <>
          <p className="text-soft">
            {t(
              'It is a ZIP file, which you can download for 24 hours. After that you can ask for another one.',
            )}
            {me.email != null && <> {t('You get a letter when it is ready.')}</>}
          </p>
          <Field
            label={t('Password')}
            name="current-password"
            type="password"
            autoComplete="current-password"
            autoFocus
            hint={t('If you have none, leave it empty, and have signed in within the last ten minutes.')}
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
