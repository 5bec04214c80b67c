import { useEffect, useRef, useState, type FormEvent } from 'react'
import { t } from '../../../language/t'
import { Refusal } from '../../../sync/errors'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { usePending } from '../../../ui/usePending'
import { AuthPage } from '../AuthPage'
import { FormError } from '../FormError'
import { useSession } from '../context'
import { IncompleteLinkPage, isSpent, SpentLinkPage, WayOn } from './parts'
import type { LinkPageProps } from './routes'

export default function ResetPasswordPage({ token }: LinkPageProps) {
  const { api } = useSession()
  const [password, setPassword] = useState('')
  const [isDone, setDone] = useState(false)
  const field = useRef<HTMLInputElement>(null)
  const { pending, error, run } = usePending<Error>()
  const refused = error instanceof Refusal && error.field === 'password' ? error.message : null

  useEffect(() => {
    if (error) field.current?.select()
  }, [error])

  const again = <WayOn to="/forgot-password">{t('Ask for a new link')}</WayOn>
  if (isDone) {
    return (
      <AuthPage key="done" title={t('Your password is set')}>
        <p className="text-soft">{t('You were signed out everywhere. Sign in with the new password.')}</p>
        <WayOn to="/sign-in">{t('Go to sign-in')}</WayOn>
      </AuthPage>
    )
  }
  if (!token) return <IncompleteLinkPage>{again}</IncompleteLinkPage>
  if (isSpent(error)) return <SpentLinkPage>{again}</SpentLinkPage>

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      await api.call('account.reset_password', { token, password })
      setDone(true)
    })
  }
  return (
    <AuthPage key="ask" title={t('Choose a new password')} intro={t('It signs you out everywhere.')}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <Field
          label={t('New password')}
          name="password"
          type="password"
          autoComplete="new-password"
          autoFocus
          required
          minLength={10}
          maxLength={1024}
          hint={t('10 characters or more. A sentence is fine.')}
          error={refused}
          inputRef={field}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {error && !refused && <FormError>{error.message}</FormError>}
        <Button look="primary" type="submit" className="h-10" busy={pending}>
          {pending ? t('One moment…') : t('Set password')}
        </Button>
      </form>
    </AuthPage>
  )
}
