import { AuthPage } from './AuthPage'

/** In place of sign-in and register while nobody owns the server. */
export function NotSetUpPage() {
  return (
    <AuthPage title="Almost there" intro="This server has no owner yet.">
      <p className="text-soft">
        Open the set-up link that Parley printed when it was started. It begins with this address and has{' '}
        <code className="font-mono text-sm text-ink">/setup#</code> in it.
      </p>
    </AuthPage>
  )
}
