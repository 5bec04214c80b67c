import { useCallback, useEffect, useState } from 'react'
import { locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Passkey } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Skeleton } from '../../ui/Skeleton'
import { Done, Section } from '../account/Section'
import { useShell } from '../registry/context'
import { ProofForm } from '../second-factor/ProofForm'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { AddPasskeyForm } from './AddPasskeyForm'
import { hasPasskeys } from './device'
import { RenamePasskeyDialog } from './RenamePasskeyDialog'

const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** `onChanged`: a passkey came or went. */
export function PasskeysSection({ onChanged }: { onChanged: () => void }) {
  const { api } = useSession()
  const shell = useShell()
  const { passkeys, error, look } = useOwnPasskeys()
  const [done, setDone] = useState('')
  const changed = (words: string) => {
    setDone(words)
    void look()
    onChanged()
  }

  const add = () =>
    shell.show((close) => (
      <Dialog title={t('Add a passkey')} onClose={close}>
        <AddPasskeyForm
          onAdded={(passkey) => {
            close()
            changed(t('{passkey} was added.', { passkey: passkey.name }))
          }}
          onCancel={close}
        />
      </Dialog>
    ))
  const rename = (passkey: Passkey) =>
    shell.show((close) => (
      <RenamePasskeyDialog passkey={passkey} onRenamed={() => changed(t('Renamed.'))} onClose={close} />
    ))
  const remove = (passkey: Passkey) =>
    shell.show((close) => (
      <Dialog title={t('Remove {passkey}?', { passkey: passkey.name })} onClose={close}>
        <ProofForm
          action={t('Remove')}
          isDangerous
          act={async (password) => {
            await api.call('passkey.remove', { passkey: passkey.id, password })
            close()
            changed(t('{passkey} was removed.', { passkey: passkey.name }))
          }}
          onCancel={close}
        >
          <p className="text-soft">
            {t(
              'Nobody can sign in with it any more. Delete it on the device, too, so that it is not offered there.',
            )}
          </p>
        </ProofForm>
      </Dialog>
    ))

  return (
    <Section title={t('Passkeys')}>
      <p className="text-soft">
        {t(
          'Sign in with a finger, a face or a PIN of your device, without a password. A passkey works on this site only, so nobody can trick you into giving it away.',
        )}
      </p>
      {error && <FormError>{error.message}</FormError>}
      {!passkeys && !error && <Skeleton label={t('Loading')} lines={2} />}
      {passkeys && passkeys.length > 0 && (
        <ul className="flex flex-col divide-y divide-line">
          {passkeys.map((passkey) => (
            <li key={passkey.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5">
              <div className="min-w-40 flex-1">
                <p className="font-medium break-words text-as-around" dir="auto">
                  {passkey.name}
                </p>
                <p className="text-sm text-faint">{whenWords(passkey)}</p>
              </div>
              <div className="flex gap-2">
                <Button
                  aria-label={t('Rename {passkey}', { passkey: passkey.name })}
                  onClick={() => rename(passkey)}
                >
                  {t('Rename')}
                </Button>
                <Button
                  look="danger"
                  aria-label={t('Remove {passkey}', { passkey: passkey.name })}
                  onClick={() => remove(passkey)}
                >
                  {t('Remove')}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      {hasPasskeys() ? (
        <div>
          <Button onClick={add}>{t('Add a passkey')}</Button>
        </div>
      ) : (
        <p className="text-sm text-faint">{t('This browser has no passkeys here: they need https.')}</p>
      )}
      <Done>{done}</Done>
    </Section>
  )
}

function useOwnPasskeys() {
  const { api } = useSession()
  const [passkeys, setPasskeys] = useState<readonly Passkey[] | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const look = useCallback(async () => {
    try {
      setPasskeys((await api.call('passkey.list', {})).passkeys)
      setError(null)
    } catch (failure) {
      setError(failure as Error)
    }
  }, [api])
  useEffect(() => void look(), [look])
  return { passkeys, error, look }
}

function whenWords({ created_at, used_at }: Passkey): string {
  const added = t('Added {date} // a passkey', { date: date.format(new Date(created_at)) })
  const used = used_at
    ? t('last used {date} // a passkey', { date: date.format(new Date(used_at)) })
    : t('not used yet // a passkey')
  return `${added} · ${used}`
}
