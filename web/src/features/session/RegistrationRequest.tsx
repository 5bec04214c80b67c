import { useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import type { ServerInfo } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { FormError } from './FormError'
import { useSession } from './context'

/** Where newcomers show an address of certain domains first: a letter goes there, and its link leads to the account. */
export function RegistrationRequest({ domains }: { domains: ServerInfo['registration_domains'] }) {
  const { api } = useSession()
  const [email, setEmail] = useState('')
  const [asked, setAsked] = useState('')
  const { pending, error, run } = usePending<Error>()
  const isField = error instanceof Refusal && error.field === 'email'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      await api.call('account.request_registration', { email: email.trim() })
      setAsked(email.trim())
    })
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field
        label={t('E-mail address')}
        name="email"
        type="email"
        dir="ltr"
        autoComplete="email"
        autoFocus
        required
        maxLength={254}
        hint={t('At {domains}.', { domains: domains.join(', ') })}
        error={isField ? error.message : null}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      {error && !isField && <FormError>{error.message}</FormError>}
      <Button look="primary" type="submit" className="h-10" busy={pending}>
        {pending ? t('One moment…') : t('Send me a link')}
      </Button>
      <p
        role="status"
        className={asked ? 'rounded-lg bg-sunken px-3 py-2 text-sm break-words text-soft' : 'sr-only'}
      >
        {asked &&
          t('A letter is on its way to {email}. Open its link within 10 minutes to make your account.', {
            email: asked,
          })}
      </p>
    </form>
  )
}
