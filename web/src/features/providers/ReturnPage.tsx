import { useEffect, useRef, useState } from 'react'
import { t } from '../../language/t'
import type { Arrival } from '../../protocol.gen'
import { heldToken } from '../invitations/held'
import { AuthPage } from '../session/AuthPage'
import { FormError } from '../session/FormError'
import { Waiting } from '../session/Waiting'
import { useSession } from '../session/context'
import { tabStorage } from '../session/mail/asked'
import { WayOn } from '../session/mail/parts'
import { safeNext, signInPath } from '../session/next'
import { useSignIn } from '../session/useSignIn'
import { LinkForm } from './LinkForm'
import { NewcomerForm } from './NewcomerForm'
import { take, takeReturned } from './kept'

/** Where a provider sends people back to: they are signed in, become somebody here, or link their account. */
export default function ReturnPage() {
  const { me, phase } = useSession()
  const [returned] = useState(() => takeReturned(window))
  const [kept] = useState(() => take(tabStorage()))
  const next = safeNext(kept.next)
  const again = kept.purpose === 'link' ? '/settings/account' : signInPath(next)

  if (phase === 'checking') return <Waiting />
  if (returned === null) {
    return (
      <Stopped title={t('Begin again')} again={again}>
        {t('This page is for coming back from a sign-in elsewhere. Nothing came back with you.')}
      </Stopped>
    )
  }
  if (returned.error !== null) {
    return (
      <Stopped title={t('You were not signed in')} again={again}>
        {returned.error === 'access_denied'
          ? t('You said no there, or you may not use this server. Nothing was changed.')
          : t(
              'The other side could not sign you in. If it stays like that, tell an administrator of this server.',
            )}
      </Stopped>
    )
  }
  const { code, state, iss } = returned
  const invitation = next === '/invite' ? heldToken(tabStorage()) : ''
  const shown = { code, state, ...(iss !== null && { iss }), ...(invitation !== '' && { invitation }) }
  if (kept.purpose === 'link' && me === null) {
    return (
      <Stopped title={t('Sign in first')} again={signInPath('/settings/account')}>
        {t('You were signed out meanwhile. Sign in, and link your account once more.')}
      </Stopped>
    )
  }
  return (
    <Arriving
      shown={shown}
      invitation={invitation}
      next={next}
      again={again}
      isLinking={kept.purpose === 'link'}
    />
  )
}

interface ArrivingProps {
  shown: { code: string; state: string; iss?: string; invitation?: string }
  invitation: string
  next: string
  again: string
  isLinking: boolean
}

function Arriving({ shown, invitation, next, again, isLinking }: ArrivingProps) {
  const { api } = useSession()
  const signIn = useSignIn()
  const [arrival, setArrival] = useState<Arrival | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const isAsked = useRef(false)

  useEffect(() => {
    // What was shown works once.
    if (isAsked.current) return
    isAsked.current = true
    const finish = async () => {
      const found = await api.call('provider.finish', shown)
      if (found.is_known && !isLinking) {
        await signIn(() => api.call('session.create_by_provider', { deliver: 'cookie' }), next)
      } else setArrival(found)
    }
    finish().catch(setError)
  }, [])

  if (error) {
    return (
      <Stopped title={t('You were not signed in')} again={again}>
        {error.message}
      </Stopped>
    )
  }
  if (arrival === null) return <Waiting />
  if (isLinking) return <LinkForm arrival={arrival} />
  if (arrival.refusal !== null) {
    return (
      <Stopped title={t('No account was made')} again={again}>
        {arrival.refusal}
      </Stopped>
    )
  }
  return <NewcomerForm arrival={arrival} invitation={invitation} next={next} />
}

function Stopped({ title, again, children }: { title: string; again: string; children: string }) {
  return (
    <AuthPage key={title} title={title}>
      <FormError>{children}</FormError>
      <WayOn to={again}>
        {again.startsWith('/settings') ? t('Back to your account') : t('Back to signing in')}
      </WayOn>
    </AuthPage>
  )
}
