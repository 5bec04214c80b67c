import { useState } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import type { DeleteAccount } from '../../protocol.gen'
import { Choice } from '../../ui/Choice'
import { Field } from '../../ui/Field'
import { useSession, useSignedIn } from '../session/context'
import { FormDialog } from './FormDialog'

const MESSAGES = ['keep', 'erase'] as const
const WORDS = { keep: t('Keep them // messages'), erase: t('Erase them // messages') } as const
const WHAT = {
  keep: t('They stay where they are, under “Deleted user”.'),
  erase: t('They are erased for everybody, in all rooms. Nobody can bring them back.'),
} as const

/** The last time that one is asked: with a password, so that a browser left open is not enough. */
export function DeleteDialog({ onClose }: { onClose: () => void }) {
  const { api, end } = useSession()
  const { me } = useSignedIn()
  const [, go] = useLocation()
  const [password, setPassword] = useState('')
  const [messages, setMessages] = useState<DeleteAccount['messages']>('keep')
  return (
    <FormDialog
      title={t('Delete your account?')}
      action={t('Delete for good')}
      isDangerous
      handle={me.handle}
      fields={['password']}
      save={async () => {
        await api.call('account.delete', { messages, ...(password !== '' && { password }) })
        // This browser keeps nothing of it either.
        await end()
        go('/sign-in', { replace: true })
      }}
      onClose={onClose}
    >
      {(about) => (
        <>
          <p className="text-soft">
            {t(
              'You are signed out everywhere and leave all rooms. This cannot be undone, and nobody can have the handle @{handle} again.',
              { handle: me.handle },
            )}
          </p>
          <div>
            <Choice
              legend={t('Your messages')}
              options={MESSAGES}
              words={WORDS}
              chosen={messages}
              onChoose={setMessages}
            />
            <p role="status" className="pt-1.5 text-sm text-faint">
              {WHAT[messages]}
            </p>
          </div>
          <Field
            label={t('Password')}
            name="current-password"
            type="password"
            autoComplete="current-password"
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
