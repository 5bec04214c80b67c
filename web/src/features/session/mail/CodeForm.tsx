import { useEffect, useRef, useState, type FormEvent } from 'react'
import { phrase } from '../../../language/phrase'
import { t } from '../../../language/t'
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
        {phrase(
          'If {login} has an account with a confirmed e-mail address, a letter is on its way there. Open its link, or type its code here. Both work for 10 minutes.',
          {
            login: (
              <strong className="font-semibold break-words text-ink" dir="auto">
                {login}
              </strong>
            ),
          },
        )}
      </p>
      <Field
        label={t('Code // in a letter, to sign in with')}
        name="code"
        dir="ltr"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        autoCorrect="off"
        spellCheck={false}
        autoFocus
        required
        pattern="[A-Z0-9]{4}-[A-Z0-9]{4}"
        title={t('Eight letters and digits, as in the letter.')}
        placeholder="ABCD-EFGH"
        error={wrong ? t('This code is wrong or has run out.') : null}
        inputRef={field}
        value={code}
        onChange={(event) => setCode(codeTyped(event.currentTarget.value))}
      />
      {error && !wrong && <FormError>{error.message}</FormError>}
      <Button look="primary" type="submit" className="h-10" busy={pending}>
        {pending ? t('Signing in…') : t('Sign in')}
      </Button>
      <p className="text-center text-sm text-soft">
        {phrase(
          'No letter? Look among the spam, or <button>ask for another one</button>.',
          {},
          { button: (words) => <TextButton onClick={onAskAgain}>{words}</TextButton> },
        )}
      </p>
    </form>
  )
}
