import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Refusal } from '../../../sync/errors'
import { Button } from '../../../ui/Button'
import { Field } from '../../../ui/Field'
import { TextButton } from '../../../ui/TextButton'
import { usePending } from '../../../ui/usePending'
import { FormError } from '../FormError'
import { codeTyped } from './code'

interface Props {
  login: string
  redeem: (code: string) => Promise<void>
  onAskAgain: () => void
}

export function CodeForm({ login, redeem, onAskAgain }: Props) {
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { pending, error, run } = usePending<Error>()
  const wrong = error instanceof Refusal && error.field === 'code'

  useEffect(() => {
    if (error) field.current?.select()
  }, [error])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(() => redeem(code))
  }

  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <p className="text-soft">
        If <strong className="font-semibold break-words text-ink">{login}</strong> has an account with a
        confirmed e-mail address, a letter is on its way there. Open its link, or type its code here. Both
        work for 10 minutes.
      </p>
      <Field
        label="Code"
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        required
        pattern="[A-Z0-9]{4}-[A-Z0-9]{4}"
        title="Eight letters and digits, as in the letter."
        placeholder="ABCD-EFGH"
        error={wrong ? 'This code is wrong or has run out.' : null}
        inputRef={field}
        value={code}
        onChange={(event) => setCode(codeTyped(event.currentTarget.value))}
      />
      {error && !wrong && <FormError>{error.message}</FormError>}
      <Button look="primary" type="submit" className="h-10" busy={pending}>
        {pending ? 'Signing in…' : 'Sign in'}
      </Button>
      <p className="text-center text-sm text-soft">
        No letter? Look among the spam, or <TextButton onClick={onAskAgain}>ask for another one</TextButton>.
      </p>
    </form>
  )
}
