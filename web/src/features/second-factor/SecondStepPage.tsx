import { useEffect, useRef, useState, type FormEvent } from 'react'
import { Redirect, useSearch } from 'wouter'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Field } from '../../ui/Field'
import { TextButton } from '../../ui/TextButton'
import { usePending } from '../../ui/usePending'
import { AuthPage } from '../session/AuthPage'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { WayOn } from '../session/mail/parts'
import { stepBefore } from '../session/useSignIn'
import { CodeField } from './CodeField'
import { recoveryCodeTyped } from './code'

/** The second step of signing in: a code of the app, or a recovery code. */
export default function SecondStepPage() {
  const search = useSearch()
  const [step] = useState(() => stepBefore(window.history.state))
  const [isOver, setOver] = useState(false)
  const begin = `/sign-in${search ? `?${search}` : ''}`
  if (step === null) return <Redirect to={begin} replace />
  if (isOver) {
    return (
      <AuthPage key="over" title="Begin again" intro="This took too long, or too many codes were wrong.">
        <WayOn to={begin}>Sign in</WayOn>
      </AuthPage>
    )
  }
  return (
    <AuthPage key="code" title="One more step" intro="Your account has a second factor.">
      <SecondStepForm step={step} onOver={() => setOver(true)} />
      <WayOn to={begin}>Sign in another way</WayOn>
    </AuthPage>
  )
}

function SecondStepForm({ step, onOver }: { step: string; onOver: () => void }) {
  const { api, begin } = useSession()
  const [isRecovering, setRecovering] = useState(false)
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { pending, error, run } = usePending<Error>()
  const wrong = error instanceof Refusal && error.field === 'code' ? error.message : null

  useEffect(() => {
    if (error) field.current?.select()
  }, [error])

  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      try {
        await begin(await api.call('session.confirm', { step, code, deliver: 'cookie' }))
      } catch (failure) {
        if (failure instanceof Refusal && failure.code === 'gone') return onOver()
        throw failure
      }
    })
  }
  const change = () => {
    setRecovering(!isRecovering)
    setCode('')
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      {isRecovering ? (
        <Field
          key="recovery"
          label="Recovery code"
          name="recovery-code"
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          required
          pattern="([A-Z0-9]{4}-){3}[A-Z0-9]{4}"
          title="Sixteen letters and digits, as they were shown to you."
          placeholder="ABCD-EFGH-JKLM-NPQR"
          hint="Each of them works once."
          error={wrong}
          inputRef={field}
          value={code}
          onChange={(event) => setCode(recoveryCodeTyped(event.currentTarget.value))}
        />
      ) : (
        <CodeField key="app" code={code} onChange={setCode} error={wrong} inputRef={field} />
      )}
      {error && !wrong && <FormError>{error.message}</FormError>}
      <Button look="primary" type="submit" className="h-10" busy={pending}>
        {pending ? 'Signing in…' : 'Sign in'}
      </Button>
      <p className="text-center text-sm text-soft">
        {isRecovering ? 'You have your app?' : 'You do not have your app?'}{' '}
        <TextButton onClick={change}>
          {isRecovering ? 'Use a code from it' : 'Use a recovery code'}
        </TextButton>
      </p>
    </form>
  )
}
