import { t } from '../../../language/t'
import { Button } from '../../../ui/Button'
import { usePending } from '../../../ui/usePending'
import { AuthPage } from '../AuthPage'
import { FormError } from '../FormError'
import { useSession } from '../context'
import { useSignIn } from '../useSignIn'
import { IncompleteLinkPage, isSpent, SpentLinkPage, WayOn } from './parts'
import type { LinkPageProps } from './routes'

/** Asks for a click: programs that open links in letters before people do must not use them up. */
export default function LinkSignInPage({ token }: LinkPageProps) {
  const { api, me, phase } = useSession()
  const signIn = useSignIn()
  const { pending, error, run } = usePending<Error>()

  if (phase === 'checking') return <div role="status" aria-label={t('Loading')} />
  if (me && !pending) {
    return (
      <AuthPage
        key="signed-in"
        title={t('You are signed in')}
        intro={t('You are here as {name} (@{handle}).', { name: me.name, handle: me.handle })}
      >
        <p className="text-soft">
          {t('The link has not been used. If it is for another account, sign out first, then open it again.')}
        </p>
        <WayOn to="/">{t('Go to Parley')}</WayOn>
      </AuthPage>
    )
  }
  const waysOn = (
    <>
      <WayOn to="/sign-in/by-mail">{t('Ask for a new link')}</WayOn>
      <WayOn to="/sign-in">{t('Sign in with your password')}</WayOn>
    </>
  )
  if (!token) return <IncompleteLinkPage>{waysOn}</IncompleteLinkPage>
  if (isSpent(error)) return <SpentLinkPage>{waysOn}</SpentLinkPage>
  const redeem = () =>
    run(() => signIn(() => api.call('session.redeem_magic_link', { token, deliver: 'cookie' }), '/'))
  return (
    <AuthPage
      key="ask"
      title={t('Sign in with this link')}
      intro={t('It works once. You will be signed in in this browser.')}
    >
      {error && <FormError>{error.message}</FormError>}
      <Button look="primary" className="h-10" busy={pending} onClick={() => void redeem()}>
        {pending ? t('Signing in…') : t('Sign in')}
      </Button>
    </AuthPage>
  )
}
