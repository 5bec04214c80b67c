import { useState, type FormEvent } from 'react'
import { t } from '../../../language/t'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { usePending } from '../../../ui/usePending'
import { FormError } from '../FormError'

/** Who a letter is for. */
export function LoginForm({ action, ask }: { action: string; ask: (login: string) => Promise<void> }) {
  const [login, setLogin] = useState(loginBefore)
  const { pending, error, run } = usePending<Error>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(() => ask(login.trim()))
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <Field
        label={t('Handle or e-mail')}
        name="username"
        dir="ltr"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
        maxLength={254}
        value={login}
        onChange={(event) => setLogin(event.currentTarget.value)}
      />
      {error && <FormError>{error.message}</FormError>}
      <Button look="primary" type="submit" className="h-10" busy={pending}>
        {pending ? t('One moment…') : action}
      </Button>
    </form>
  )
}

/** What was typed on the page that led here, so that nobody types it twice. */
function loginBefore(): string {
  const state: unknown = window.history.state
  if (typeof state !== 'object' || state === null || !('login' in state)) return ''
  return typeof state.login === 'string' ? state.login : ''
}
