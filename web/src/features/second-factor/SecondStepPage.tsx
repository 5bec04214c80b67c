import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import { Redirect, useSearch } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
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
      <AuthPage
        key="over"
        title={t('Begin again')}
        intro={t('This took too long, or too many codes were wrong.')}
      >
        <WayOn to={begin}>{t('Sign in')}</WayOn>
      </AuthPage>
    )
  }
  return (
    <AuthPage key="code" title={t('One more step')} intro={t('Your account has a second factor.')}>
      <SecondStepForm step={step} onOver={() => setOver(true)} />
      <WayOn to={begin}>{t('Sign in another way')}</WayOn>
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
  const button = (words: ReactNode) => <TextButton onClick={change}>{words}</TextButton>
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      {isRecovering ? (
        <Field
          key="recovery"
          label={t('Recovery code')}
          name="recovery-code"
          dir="ltr"
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          autoFocus
          required
          pattern="([A-Z0-9]{4}-){3}[A-Z0-9]{4}"
          title={t('Sixteen letters and digits, as they were shown to you.')}
          placeholder="ABCD-EFGH-JKLM-NPQR"
          hint={t('Each of them works once.')}
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
        {pending ? t('Signing in…') : t('Sign in')}
      </Button>
      <p className="text-center text-sm text-soft">
        {isRecovering
          ? phrase('You have your app? <button>Use a code from it</button>', {}, { button })
          : phrase('You do not have your app? <button>Use a recovery code</button>', {}, { button })}
      </p>
    </form>
  )
}
