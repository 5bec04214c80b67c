import { useState } from 'react'
import { locale } from '../../language/languages'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Skeleton } from '../../ui/Skeleton'
import { Done, Section } from '../account/Section'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { AppSetup } from './AppSetup'
import { ProofForm } from './ProofForm'
import { RecoveryCodes } from './RecoveryCodes'
import type { useSecondFactor } from './useSecondFactor'
import { codesWords } from './words'

const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })

export function AuthenticatorSection({ factor, error, look }: ReturnType<typeof useSecondFactor>) {
  const { api } = useSession()
  const shell = useShell()
  const [done, setDone] = useState('')
  const changed = (words: string) => {
    setDone(words)
    void look()
  }

  const setUp = () =>
    shell.show((close) => (
      <Dialog title={t('Set up an authenticator app')} onClose={close}>
        <AppSetup
          onConfirmed={() => changed(t('Your authenticator app is set up.'))}
          onDone={close}
          onCancel={close}
        />
      </Dialog>
    ))
  const renew = () =>
    shell.show((close) => (
      <RenewDialog onRenewed={() => changed(t('There are new recovery codes.'))} onClose={close} />
    ))
  const turnOff = () =>
    shell.show((close) => (
      <Dialog title={t('Turn off the authenticator app?')} onClose={close}>
        <ProofForm
          action={t('Turn off')}
          isDangerous
          act={async (password) => {
            await api.call('second_factor.remove', { password })
            close()
            changed(t('Your authenticator app is turned off.'))
          }}
          onCancel={close}
        >
          <p className="text-soft">
            {t('Your password alone lets you in then. Your recovery codes work no more.')}
          </p>
        </ProofForm>
      </Dialog>
    ))

  return (
    <Section title={t('Authenticator app')}>
      {error && <FormError>{error.message}</FormError>}
      {!factor && !error && <Skeleton label={t('Loading')} lines={2} />}
      {factor && !factor.authenticator_since && (
        <>
          <p className="text-soft">
            {t(
              'With an app on your phone, signing in with your password or by e-mail asks for a code as well. Who steals your password does not get in.',
            )}
          </p>
          <div>
            <Button onClick={setUp}>{t('Set up an app')}</Button>
          </div>
        </>
      )}
      {factor?.authenticator_since && (
        <>
          <p className="text-soft">
            {t('On since {date}. // an authenticator app', {
              date: date.format(new Date(factor.authenticator_since)),
            })}{' '}
            {codesWords(factor.recovery_codes)}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={renew}>{t('New recovery codes')}</Button>
            <Button look="danger" onClick={turnOff}>
              {t('Turn off')}
            </Button>
          </div>
        </>
      )}
      <Done>{done}</Done>
    </Section>
  )
}

function RenewDialog({ onRenewed, onClose }: { onRenewed: () => void; onClose: () => void }) {
  const { api } = useSession()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  return (
    <Dialog title={t('New recovery codes')} onClose={onClose}>
      {codes ? (
        <RecoveryCodes codes={codes} onKept={onClose} />
      ) : (
        <ProofForm
          action={t('Make new codes')}
          act={async (password) => {
            setCodes((await api.call('second_factor.renew_codes', { password })).codes)
            onRenewed()
          }}
          onCancel={onClose}
        >
          <p className="text-soft">{t('The codes that you have now work no more.')}</p>
        </ProofForm>
      )}
    </Dialog>
  )
}
