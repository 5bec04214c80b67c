import { useState } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Me } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { TextButton } from '../../ui/TextButton'
import { usePending } from '../../ui/usePending'
import { AddPasskeyForm } from '../passkeys/AddPasskeyForm'
import { hasPasskeys } from '../passkeys/device'
import { AuthPage } from '../session/AuthPage'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { AppSetup } from './AppSetup'

type Way = 'app' | 'passkey'

/** For people who must have a second factor and have none: nothing else goes before. */
export default function SetUpFirstPage({ me, onSettled }: { me: Me; onSettled: () => void }) {
  const { end } = useSession()
  const [way, setWay] = useState<Way | null>(null)
  const { pending, error, run } = usePending<Error>()
  const back = () => setWay(null)
  if (way === 'app') {
    return (
      <AuthPage key="app" title={t('Set up an authenticator app')}>
        <AppSetup onDone={onSettled} onCancel={back} />
      </AuthPage>
    )
  }
  if (way === 'passkey') {
    return (
      <AuthPage key="passkey" title={t('Add a passkey')}>
        <AddPasskeyForm onAdded={onSettled} onCancel={back} />
      </AuthPage>
    )
  }
  return (
    <AuthPage
      key="choose"
      title={t('Set up a second factor')}
      intro={t('This server requires one to sign in. It takes two minutes.')}
    >
      <div className="flex flex-col gap-3">
        {hasPasskeys() && (
          <Button look="primary" className="h-10" onClick={() => setWay('passkey')}>
            <Icon name="person" size={16} />
            {t('Add a passkey')}
          </Button>
        )}
        <Button className="h-10" onClick={() => setWay('app')}>
          <Icon name="clock" size={16} />
          {t('Set up an authenticator app')}
        </Button>
      </div>
      <p className="text-sm text-soft">
        {t(
          'A passkey is a finger, a face or a PIN of your device. An authenticator app shows codes that you type.',
        )}
      </p>
      {error && <FormError>{error.message}</FormError>}
      <p className="text-center text-sm text-soft">
        {phrase(
          'You are signed in as {handle}. <button>Sign out</button>',
          { handle: <bdi>@{me.handle}</bdi> },
          {
            button: (words) => (
              <TextButton aria-disabled={pending || undefined} onClick={() => void run(end)}>
                {words}
              </TextButton>
            ),
          },
        )}
      </p>
    </AuthPage>
  )
}
