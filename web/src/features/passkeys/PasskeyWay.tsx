import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { useSignIn } from '../session/useSignIn'
import { deviceWords, hasPasskeys, showPasskey } from './device'

/** Signs in without a name and without a password. Nothing where the browser has no passkeys. */
export default function PasskeyWay() {
  const { api } = useSession()
  const signIn = useSignIn()
  const { pending, error, run } = usePending<Error>()
  if (!hasPasskeys()) return null
  const show = () =>
    run(() =>
      signIn(async () => {
        const asked = await api.call('session.begin_passkey', { deliver: 'cookie' })
        return api.call('session.redeem_passkey', { ...(await showPasskey(asked)), deliver: 'cookie' })
      }),
    )
  return (
    <div className="flex flex-col gap-3">
      <Button className="h-10" busy={pending} onClick={() => void show()}>
        <Icon name="person" size={16} />
        {t('Sign in with a passkey')}
      </Button>
      {error && <FormError>{deviceWords(error)}</FormError>}
    </div>
  )
}
