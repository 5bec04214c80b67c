import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { AcceptedInvitation, Offer } from '../../protocol.gen'
import { Refusal } from '../../sync/errors'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import { roomPath } from '../rooms/listed'
import { AuthPage } from '../session/AuthPage'
import { FormError } from '../session/FormError'
import { SignInWays } from '../session/SignInWays'
import { useServerInfo } from '../session/useServerInfo'
import { NewAccountForm } from '../session/NewAccountForm'
import { Waiting } from '../session/Waiting'
import { useSession } from '../session/context'
import { tabStorage } from '../session/mail/asked'
import { isSpent, WayOn } from '../session/mail/parts'
import type { LinkPageProps } from '../session/mail/routes'
import { dropToken, heldToken, holdToken } from './held'
import { inOneLine } from './words'

/** Where signing in leads back to: the tab holds the token meanwhile, so no address has it. */
const SIGN_IN = '/sign-in?next=/invite'

/** What a link offers, and the way in: for a newcomer, for somebody who signs in, and for who is here already. */
export default function InvitationPage({ token: linked }: LinkPageProps) {
  const { api, begin, me, phase } = useSession()
  const [, go] = useLocation()
  const [token] = useState(() => linked || heldToken(tabStorage()))
  const offer = useOffer(token)
  const info = useServerInfo()
  const joining = usePending<Error>()
  // Whose account has just been made is signed in before they are in the room.
  const [isNew, setNew] = useState(false)

  const enter = async () => {
    const { rooms } = await api.call('invite.accept', { token })
    leave(rooms)
  }
  const leave = (rooms: AcceptedInvitation['rooms']) => {
    dropToken(tabStorage())
    const [first] = rooms
    go(first ? roomPath(first.room) : '/', { replace: true })
  }

  if (!token || isCutOff(offer.error)) return <MissingPage isIn={me !== null} />
  if (isSpent(offer.error) || isSpent(joining.error)) return <SpentPage isIn={me !== null} />
  if (offer.error) return <FailedPage error={offer.error} onRetry={offer.ask} />
  if (!offer.answer || phase === 'checking') return <Waiting />
  const { server, by, rooms, newcomers } = offer.answer
  const where = rooms.length > 0 ? inOneLine(rooms) : server
  const title = t('Join {where}', { where })
  const intro =
    rooms.length > 0
      ? t('{by} invites you to {where} on {server}.', { by, where, server })
      : t('{by} invites you to {server}.', { by, server })
  if (me && !isNew) {
    return (
      <AuthPage key="join" title={title} intro={intro}>
        <p className="text-soft">
          {phrase('You are here as {name} ({handle}).', {
            name: <bdi className="font-medium text-ink">{me.name}</bdi>,
            handle: <bdi>@{me.handle}</bdi>,
          })}
        </p>
        {joining.error && <FormError>{joining.error.message}</FormError>}
        <Button
          look="primary"
          className="h-10 min-w-0"
          busy={joining.pending}
          onClick={() => void joining.run(enter)}
        >
          <span className="truncate">
            {joining.pending ? t('One moment…') : t('Join // a verb, on a button')}
          </span>
        </Button>
        <WayOn to="/">{t('Not now')}</WayOn>
      </AuthPage>
    )
  }
  if (!newcomers) {
    return (
      <AuthPage key="sign-in" title={title} intro={intro}>
        <p className="text-soft">
          {t('This server makes no accounts by invitation. Sign in with the one you have.')}
        </p>
        <WayOn to={SIGN_IN}>{t('Sign in')}</WayOn>
      </AuthPage>
    )
  }
  return (
    <AuthPage key="register" title={title} intro={intro}>
      <NewAccountForm
        action={t('Create account and join')}
        create={async (account) => {
          const session = await api.call('account.register', { ...account, invitation: token })
          setNew(true)
          await begin(session)
          // Said again by who came by it, it answers with the rooms.
          await enter().catch(() => leave([]))
        }}
      />
      <SignInWays server={info} next="/invite" isForNewcomers />
      <p className="text-center text-sm text-soft">{t('Have an account?')}</p>
      <WayOn to={SIGN_IN}>{t('Sign in and join')}</WayOn>
    </AuthPage>
  )
}

/** What the invitation offers. The token is held from the moment that it is known to be one. */
function useOffer(token: string) {
  const { api } = useSession()
  const [answer, setAnswer] = useState<Offer | null>(null)
  const [error, setError] = useState<Error | null>(null)
  const ask = () => {
    if (!token) return
    setError(null)
    api.call('invite.get', { token }).then(
      (offer) => {
        holdToken(token, tabStorage())
        setAnswer(offer)
      },
      (failure: Error) => {
        if (isSpent(failure)) dropToken(tabStorage())
        setError(failure)
      },
    )
  }
  useEffect(ask, [api, token])
  return { answer, error, ask }
}

/** What is too short for a token, or has letters that none has. */
function isCutOff(error: Error | null): boolean {
  return error instanceof Refusal && error.code === 'invalid'
}

function MissingPage({ isIn }: { isIn: boolean }) {
  return (
    <AuthPage
      key="missing"
      title={t('Open the link again')}
      intro={t('A part of this invitation’s link is missing.')}
    >
      <p className="text-soft">{t('Copy all of it, or ask the person who sent it for a new one.')}</p>
      <Away isIn={isIn} />
    </AuthPage>
  )
}

function SpentPage({ isIn }: { isIn: boolean }) {
  return (
    <AuthPage
      key="spent"
      title={t('This invitation does not work any more')}
      intro={t('It was used as often as it can be, or it ran out, or somebody ended it.')}
    >
      <p className="text-soft">{t('Ask the person who sent it for a new link.')}</p>
      <Away isIn={isIn} />
    </AuthPage>
  )
}

function FailedPage({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <AuthPage key="failed" title={t('The invitation could not be read')}>
      <FormError>{error.message}</FormError>
      <Button look="primary" className="h-10" onClick={onRetry}>
        {t('Try again')}
      </Button>
    </AuthPage>
  )
}

function Away({ isIn }: { isIn: boolean }) {
  return isIn ? <WayOn to="/">{t('Go to Parley')}</WayOn> : <WayOn to="/sign-in">{t('Sign in')}</WayOn>
}
