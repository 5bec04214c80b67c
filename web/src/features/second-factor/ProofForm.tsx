import { useState, type FormEvent, type ReactNode } from 'react'
import { t } from '../../language/t'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'

interface Props {
  action: string
  isDangerous?: boolean
  /** `password` is null until the server asks for it: it does not of those who have just signed in. */
  act: (password: string | null) => Promise<void>
  onCancel?: () => void
  children?: ReactNode
}

/** A form about ways in. Where the session is not fresh enough it asks for the password, and goes on with it. */
export function ProofForm({ action, isDangerous = false, act, onCancel, children }: Props) {
  const [password, setPassword] = useState<string | null>(null)
  const { pending, error, run } = usePending<Error>()
  const isPasswordWrong = error instanceof Refusal && error.field === 'password'

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      try {
        await act(password)
      } catch (failure) {
        if (password !== null || !(failure instanceof Refusal && failure.field === 'password')) throw failure
        setPassword('')
      }
    })
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      {children}
      {password !== null && (
        <Field
          label={t('Password')}
          name="current-password"
          type="password"
          autoComplete="current-password"
          autoFocus
          required
          maxLength={1024}
          hint={t('You signed in a while ago, so show once more that it is you.')}
          error={isPasswordWrong ? error.message : null}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      )}
      {error && !isPasswordWrong && <FormError>{error.message}</FormError>}
      <div className="flex flex-wrap justify-end gap-2">
        {onCancel && <Button onClick={onCancel}>{t('Cancel')}</Button>}
        <Button look={isDangerous ? 'danger' : 'primary'} type="submit" busy={pending}>
          {action}
        </Button>
      </div>
    </form>
  )
}
