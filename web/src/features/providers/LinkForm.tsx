import { useEffect, useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import type { Arrival } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { AuthPage } from '../session/AuthPage'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { WayOn } from '../session/mail/parts'

/** The last step of linking: shows both accounts, and asks the owner to confirm. */
export function LinkForm({ arrival }: { arrival: Arrival }) {
  const { api, me } = useSession()
  const [, go] = useLocation()
  const [hasPassword, setHasPassword] = useState(true)
  const [password, setPassword] = useState('')
  const { pending, error, run } = usePending<Error>()
  const isWrong = error instanceof Refusal && error.field === 'password'

  useEffect(() => {
    api.call('identity.list', {}).then(
      (own) => setHasPassword(own.has_password),
      () => undefined, // The form asks for it, and the server says what is missing.
    )
  }, [api])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      await api.call('identity.link', hasPassword ? { password } : {})
      go('/settings/account', { replace: true })
    })
  }
  const who = arrival.email === null ? arrival.name : arrival.email
  const provider = arrival.provider_name
  const handle = me?.handle ?? ''
  return (
    <AuthPage
      key="link"
      title={t('Link {provider} // to the account here', { provider })}
      intro={
        who
          ? t('From then on you can sign in to @{handle} with {provider} as {who}.', {
              handle,
              provider,
              who,
            })
          : t('From then on you can sign in to @{handle} with {provider}.', { handle, provider })
      }
    >
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <input type="text" name="username" autoComplete="username" value={handle} readOnly hidden />
        {hasPassword && (
          <Field
            label={t('Your password here')}
            name="password"
            type="password"
            autoComplete="current-password"
            autoFocus
            required
            maxLength={1024}
            error={isWrong ? error.message : null}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        {error && !isWrong && <FormError>{error.message}</FormError>}
        <Button look="primary" type="submit" className="h-10" busy={pending}>
          {pending ? t('One moment…') : t('Link // an account elsewhere with the one here')}
        </Button>
      </form>
      <WayOn to="/settings/account">{t('Not now')}</WayOn>
    </AuthPage>
  )
}
