import { useState } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../../language/t'
import { AuthPage } from '../AuthPage'
import { NewAccountForm } from '../NewAccountForm'
import { useSession } from '../context'
import { IncompleteLinkPage, isSpent, SpentLinkPage, WayOn } from './parts'
import type { LinkPageProps } from './routes'

/** What the link in a letter opens that went to an address of an allowed domain: the account can be made. */
export default function ConfirmedPage({ token }: LinkPageProps) {
  const { api, begin } = useSession()
  const [, go] = useLocation()
  const [spent, setSpent] = useState(false)
  const again = <WayOn to="/register">{t('Ask for a new link')}</WayOn>

  if (!token) return <IncompleteLinkPage>{again}</IncompleteLinkPage>
  if (spent) return <SpentLinkPage>{again}</SpentLinkPage>
  return (
    <AuthPage
      key="register"
      title={t('Create your account')}
      intro={t('Your address is confirmed as you create it.')}
    >
      <NewAccountForm
        action={t('Create account')}
        create={async (account) => {
          try {
            await begin(await api.call('account.register', { ...account, confirmation: token }))
          } catch (failure) {
            if (isSpent(failure as Error)) return setSpent(true)
            throw failure
          }
          go('/', { replace: true })
        }}
      />
    </AuthPage>
  )
}
