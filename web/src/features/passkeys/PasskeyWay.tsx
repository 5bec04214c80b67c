import { useCallback, useEffect, useRef } from 'react'
import { t } from '../../language/t'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { useSignIn } from '../session/useSignIn'
import { chosenPasskey } from './autofill'
import { deviceWords, hasPasskeys, showPasskey } from './device'

/** Signs in without a name and without a password. Nothing where the browser has no passkeys. */
export default function PasskeyWay() {
  const { api } = useSession()
  const signIn = useSignIn()
  const { pending, error, run } = usePending<Error>()
  const autofill = useRef<AbortController>(undefined)
  const begin = useCallback(() => api.call('session.begin_passkey', { deliver: 'cookie' }), [api])
  const redeem = useCallback(
    (shown: Awaited<ReturnType<typeof showPasskey>>) =>
      signIn(() => api.call('session.redeem_passkey', { ...shown, deliver: 'cookie' })),
    [api, signIn],
  )

  // A passkey that the server refused would be refused again. Otherwise it is offered until the page goes.
  const isOffered = !pending && !(error instanceof Refusal)
  useEffect(() => {
    if (!isOffered) return
    const stop = new AbortController()
    autofill.current = stop
    void chosenPasskey(begin, stop.signal).then((shown) => shown && run(() => redeem(shown)))
    return () => stop.abort()
  }, [isOffered, begin, redeem, run])

  if (!hasPasskeys()) return null
  const show = () =>
    run(async () => {
      // The browser asks for one passkey at a time.
      autofill.current?.abort()
      await redeem(await showPasskey(await begin()))
    })
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
