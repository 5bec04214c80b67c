import { useState } from 'react'
import { useLocation } from 'wouter'
import type { DeleteAccount } from '../../protocol.gen'
import { Choice } from '../../ui/Choice'
import { Field } from '../../ui/Field'
import { useSession, useSignedIn } from '../session/context'
import { FormDialog } from './FormDialog'

const MESSAGES = ['keep', 'erase'] as const
const WORDS = { keep: 'Keep them', erase: 'Erase them' } as const
const WHAT = {
  keep: 'They stay where they are, under “Deleted user”.',
  erase: 'They are erased for everybody, in all rooms. Nobody can bring them back.',
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
      title="Delete your account?"
      action="Delete for good"
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
            You are signed out everywhere and leave all rooms. This cannot be undone, and nobody can have the
            handle @{me.handle} again.
          </p>
          <div>
            <Choice
              legend="Your messages"
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
            label="Password"
            name="current-password"
            type="password"
            autoComplete="current-password"
            hint="If you have none, leave it empty, and have signed in within the last ten minutes."
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
