import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import type { Arrival } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { newClientId } from '../../sync/ids'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { dropToken } from '../invitations/held'
import { roomPath } from '../rooms/listed'
import { AuthPage } from '../session/AuthPage'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { suggestHandle } from '../session/handle'
import { tabStorage } from '../session/mail/asked'

interface Props {
  arrival: Arrival
  invitation: string
  next: string
}

/** For somebody who comes for the first time: what they are called here. */
export function NewcomerForm({ arrival, invitation, next }: Props) {
  const { api, begin } = useSession()
  const [, go] = useLocation()
  const [name, setName] = useState(arrival.name)
  const [typedHandle, setTypedHandle] = useState<string | null>(arrival.handle || null)
  const clientId = useRef(newClientId())
  const form = useRef<HTMLFormElement>(null)
  const { pending, error, run } = usePending<Error>()
  const handle = typedHandle ?? suggestHandle(name)
  const field = error instanceof Refusal ? error.field : null
  const about = (wanted: string) => (error && field === wanted ? error.message : null)

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.select()
  }, [error])

  const enter = async () => {
    const account = { handle, name: name.trim(), client_id: clientId.current, deliver: 'cookie' } as const
    await begin(
      await api.call('account.register_by_provider', {
        ...account,
        ...(invitation !== '' && { invitation }),
      }),
    )
    go(invitation === '' ? next : await invitedRoom(), { replace: true })
  }
  /** Said again by who came by it, an invitation answers with the rooms. */
  const invitedRoom = async () => {
    dropToken(tabStorage())
    const accepted = await api.call('invite.accept', { token: invitation }).catch(() => null)
    const [first] = accepted?.rooms ?? []
    return first ? roomPath(first.room) : '/'
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(enter)
  }
  const { email, provider_name: provider } = arrival
  return (
    <AuthPage
      key="newcomer"
      title={t('Welcome')}
      intro={
        email === null
          ? t('You came from {provider}, and are new here. Choose how others see you.', { provider })
          : t('You came from {provider} as {email}, and are new here. Choose how others see you.', {
              provider,
              email,
            })
      }
    >
      <form ref={form} className="flex flex-col gap-4" onSubmit={submit}>
        <Field
          label={t('Your name')}
          name="name"
          dir="auto"
          autoComplete="name"
          autoFocus
          required
          maxLength={80}
          error={about('name')}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Field
          label={t('Handle')}
          name="username"
          dir="ltr"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          minLength={2}
          maxLength={32}
          pattern="[a-z0-9]([a-z0-9]|[._\-](?=[a-z0-9]))+"
          hint={t('How others find you: small letters, digits, and single . _ - between them.')}
          error={about('handle')}
          value={handle}
          onChange={(event) => setTypedHandle(event.currentTarget.value.toLowerCase())}
        />
        {error && field !== 'name' && field !== 'handle' && <FormError>{error.message}</FormError>}
        <Button look="primary" type="submit" className="h-10" busy={pending}>
          {pending ? t('One moment…') : t('Create account')}
        </Button>
      </form>
    </AuthPage>
  )
}
