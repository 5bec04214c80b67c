import { useEffect, useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
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
  return (
    <AuthPage
      key="link"
      title={`Link ${arrival.provider_name}`}
      intro={`From then on you can sign in to @${me?.handle ?? ''} with ${arrival.provider_name}${who ? ` as ${who}` : ''}.`}
    >
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <input type="text" name="username" autoComplete="username" value={me?.handle ?? ''} readOnly hidden />
        {hasPassword && (
          <Field
            label="Your password here"
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
          {pending ? 'One moment…' : 'Link'}
        </Button>
      </form>
      <WayOn to="/settings/account">Not now</WayOn>
    </AuthPage>
  )
}
