import { useEffect, useRef, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import type { AuthenticatorToAdd } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import { QrCode } from '../invitations/QrCode'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { CodeField } from './CodeField'
import { groupsOf } from './code'
import { ProofForm } from './ProofForm'
import { RecoveryCodes } from './RecoveryCodes'

interface Props {
  onConfirmed?: () => void
  /** Once the recovery codes have been seen. */
  onDone: () => void
  onCancel?: () => void
}

/** From nothing to an app that works, in three steps. */
export function AppSetup({ onConfirmed, onDone, onCancel }: Props) {
  const { api } = useSession()
  const [asked, setAsked] = useState<AuthenticatorToAdd | null>(null)
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  if (codes) return <RecoveryCodes codes={codes} onKept={onDone} />
  if (asked) {
    return (
      <ScanStep
        asked={asked}
        confirm={async (code) => {
          setCodes((await api.call('second_factor.confirm', { code })).codes)
          onConfirmed?.()
        }}
      />
    )
  }
  return (
    <ProofForm
      action={t('Go on')}
      act={async (password) => setAsked(await api.call('second_factor.begin', { password }))}
      {...(onCancel && { onCancel })}
    >
      <p className="text-soft">
        {t(
          'You need an app that makes codes, such as Aegis, 2FAS, Google Authenticator, or a password manager. From then on, signing in with your password or by e-mail asks for a code.',
        )}
      </p>
    </ProofForm>
  )
}

function ScanStep({
  asked,
  confirm,
}: {
  asked: AuthenticatorToAdd
  confirm: (code: string) => Promise<void>
}) {
  const [code, setCode] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const { pending, error, run } = usePending<Error>()
  const wrong = error instanceof Refusal && error.field === 'code' ? error.message : null
  useEffect(() => {
    if (error) field.current?.select()
  }, [error])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(() => confirm(code))
  }
  return (
    <form className="flex flex-col gap-4" onSubmit={submit}>
      <p className="text-soft">
        {t('Scan this with your app, or type the key into it. Then type the code that it shows.')}
      </p>
      <QrCode text={asked.uri} label={t('The key as a QR code, for your app’s camera')} />
      <p className="text-center">
        <span className="block text-sm text-faint">{t('Key // for an authenticator app')}</span>
        <code
          dir="ltr"
          aria-label={t('Key // for an authenticator app')}
          className="font-mono text-sm break-words select-all"
        >
          {groupsOf(asked.secret)}
        </code>
      </p>
      <p className="text-center text-sm">
        <a href={asked.uri} className="font-medium text-accent underline underline-offset-3">
          {t('Open in an app on this device')}
        </a>
      </p>
      <CodeField code={code} onChange={setCode} error={wrong} inputRef={field} />
      {error && !wrong && <FormError>{error.message}</FormError>}
      <div className="flex justify-end">
        <Button look="primary" type="submit" busy={pending}>
          {t('Confirm')}
        </Button>
      </div>
    </form>
  )
}
