import { useEffect, useRef, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import type { RegisterAccount } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { newClientId } from '../../sync/ids'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { FormError } from './FormError'
import { suggestHandle } from './handle'

interface Props {
  action: string
  /** Makes the account. Called with the same `client_id` again, it makes the same one. */
  create: (account: RegisterAccount) => Promise<void>
}

/** A name, a handle suggested from it, and a password. */
export function NewAccountForm({ action, create }: Props) {
  const [name, setName] = useState('')
  const [typedHandle, setTypedHandle] = useState<string | null>(null)
  const [password, setPassword] = useState('')
  const clientId = useRef(newClientId())
  const { pending, error, run } = usePending<Error>()
  const handle = typedHandle ?? suggestHandle(name)
  const refusal = error instanceof Refusal ? error : null
  const about = (field: string) => (refusal?.field === field ? refusal.message : null)
  const taken = refusal?.code === 'conflict' && refusal.field !== 'name' ? t('That handle is taken.') : null
  const elsewhere = error && !taken && !['name', 'handle', 'password'].includes(refusal?.field ?? '')

  const form = useRef<HTMLFormElement>(null)

  // What was refused is what has to be typed anew.
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.select()
  }, [error])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(() =>
      create({ name: name.trim(), handle, password, client_id: clientId.current, deliver: 'cookie' }).catch(
        (failure) => {
          // Refused words will be others the next time. Without an answer, the same ones ask for the first one's.
          if (failure instanceof Refusal) clientId.current = newClientId()
          throw failure
        },
      ),
    )
  }

  return (
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
        error={about('handle') ?? taken}
        value={handle}
        onChange={(event) => setTypedHandle(event.currentTarget.value.toLowerCase())}
      />
      <Field
        label={t('Password')}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        maxLength={1024}
        hint={t('10 characters or more. A sentence is fine.')}
        error={about('password')}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {elsewhere && <FormError>{error.message}</FormError>}
      <Button look="primary" type="submit" className="h-10" busy={pending}>
        {pending ? t('One moment…') : action}
      </Button>
    </form>
  )
}
