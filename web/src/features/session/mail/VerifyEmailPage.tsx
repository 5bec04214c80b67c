import { useState } from 'react'
import { phrase } from '../../../language/phrase'
import { t } from '../../../language/t'
import type { VerifiedEmail } from '../../../protocol.gen'
import { Button } from '../../../ui/Button'
import { usePending } from '../../../ui/usePending'
import { AuthPage } from '../AuthPage'
import { FormError } from '../FormError'
import { useSession } from '../context'
import { IncompleteLinkPage, isSpent, SpentLinkPage, WayOn } from './parts'
import type { LinkPageProps } from './routes'

export default function VerifyEmailPage({ token }: LinkPageProps) {
  const { api } = useSession()
  const [verified, setVerified] = useState<VerifiedEmail | null>(null)
  const { pending, error, run } = usePending<Error>()

  const again = <WayOn to="/settings/account">{t('Ask for a new link in the settings')}</WayOn>
  if (verified) {
    return (
      <AuthPage key="done" title={t('Address confirmed')}>
        <p className="break-words text-soft">
          {phrase('{email} is now the address of {handle}.', {
            email: <bdi>{verified.email}</bdi>,
            handle: <bdi>@{verified.handle}</bdi>,
          })}
        </p>
        <WayOn to="/">{t('Go to Parley')}</WayOn>
      </AuthPage>
    )
  }
  if (!token) return <IncompleteLinkPage>{again}</IncompleteLinkPage>
  if (isSpent(error)) return <SpentLinkPage>{again}</SpentLinkPage>

  const confirm = () => run(async () => setVerified(await api.call('account.verify_email', { token })))
  return (
    <AuthPage
      key="ask"
      title={t('Confirm your address')}
      intro={t('From then on you can sign in with it, and letters from this server go there.')}
    >
      {error && <FormError>{error.message}</FormError>}
      <Button look="primary" className="h-10" busy={pending} onClick={() => void confirm()}>
        {pending ? t('One moment…') : t('Confirm address')}
      </Button>
    </AuthPage>
  )
}
