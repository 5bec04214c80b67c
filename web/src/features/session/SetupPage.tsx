import { useLayoutEffect, useState } from 'react'
import { Link } from 'wouter'
import { t } from '../../language/t'
import { AuthPage } from './AuthPage'
import { useSession } from './context'
import { NewAccountForm } from './NewAccountForm'
import { useServerInfo } from './useServerInfo'

/** The page behind the one-time link. Its token comes after the `#`, so that no server or log ever sees the address. */
export function SetupPage() {
  const { api, begin } = useSession()
  const server = useServerInfo()
  const [token] = useState(() => window.location.hash.slice(1))

  // Out of the address bar, the history and every picture of the screen.
  useLayoutEffect(() => {
    if (window.location.hash) window.history.replaceState(window.history.state, '', window.location.pathname)
  }, [])

  if (server && !server.needs_setup) {
    return (
      <AuthPage title={t('Already set up')} intro={t('This server has its owner.')}>
        <Link href="/sign-in" className="font-medium text-accent underline underline-offset-3">
          {t('Go to sign-in')}
        </Link>
      </AuthPage>
    )
  }
  if (!token) {
    return (
      <AuthPage
        title={t('The link is incomplete')}
        intro={t('Copy the whole set-up link that Parley printed when it was started.')}
      >
        <p className="text-soft">
          {t('A link works in one tab at a time: after a reload it has to be opened again.')}
        </p>
      </AuthPage>
    )
  }
  return (
    <AuthPage
      title={t('Make it yours')}
      intro={t("Create the owner's account. This takes a minute and happens once.")}
    >
      <NewAccountForm
        action={t('Set up Parley')}
        create={async (account) => begin(await api.call('setup.complete', { ...account, token }))}
      />
    </AuthPage>
  )
}
