import { useState } from 'react'
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
      <AuthPage key="app" title="Set up an authenticator app">
        <AppSetup onDone={onSettled} onCancel={back} />
      </AuthPage>
    )
  }
  if (way === 'passkey') {
    return (
      <AuthPage key="passkey" title="Add a passkey">
        <AddPasskeyForm onAdded={onSettled} onCancel={back} />
      </AuthPage>
    )
  }
  return (
    <AuthPage
      key="choose"
      title="Set up a second factor"
      intro="This server requires one to sign in. It takes two minutes."
    >
      <div className="flex flex-col gap-3">
        {hasPasskeys() && (
          <Button look="primary" className="h-10" onClick={() => setWay('passkey')}>
            <Icon name="person" size={16} />
            Add a passkey
          </Button>
        )}
        <Button className="h-10" onClick={() => setWay('app')}>
          <Icon name="clock" size={16} />
          Set up an authenticator app
        </Button>
      </div>
      <p className="text-sm text-soft">
        A passkey is a finger, a face or a PIN of your device. An authenticator app shows codes that you type.
      </p>
      {error && <FormError>{error.message}</FormError>}
      <p className="text-center text-sm text-soft">
        You are signed in as @{me.handle}.{' '}
        <TextButton aria-disabled={pending || undefined} onClick={() => void run(end)}>
          Sign out
        </TextButton>
      </p>
    </AuthPage>
  )
}
