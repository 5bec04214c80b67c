import { useLayoutEffect, useState } from 'react'
import { Link } from 'wouter'
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
      <AuthPage title="Already set up" intro="This server has its owner.">
        <Link href="/sign-in" className="font-medium text-accent underline underline-offset-3">
          Go to sign-in
        </Link>
      </AuthPage>
    )
  }
  if (!token) {
    return (
      <AuthPage
        title="The link is incomplete"
        intro="Copy the whole set-up link that Parley printed when it was started."
      >
        <p className="text-soft">
          A link works in one tab at a time: after a reload it has to be opened again.
        </p>
      </AuthPage>
    )
  }
  return (
    <AuthPage title="Make it yours" intro="Create the owner's account. This takes a minute and happens once.">
      <NewAccountForm
        action="Set up Parley"
        create={async (account) => begin(await api.call('setup.complete', { ...account, token }))}
      />
    </AuthPage>
  )
}
