import { useCallback, useEffect } from 'react'
import { Redirect, useLocation, useSearch } from 'wouter'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { whenIdle } from '../../ui/whenIdle'
import { FEATURES } from '../all'
import { RegistryContext } from '../registry/context'
import { collect } from '../registry/registry'
import { SessionContext, SignedInContext } from '../session/context'
import { isOpenPage, OpenPage } from '../session/mail/routes'
import { safeNext } from '../session/next'
import { ConfinedPage, isSignedOutPath, SignedOutPages } from '../session/routes'
import { useSessionState, type SessionParts, type SessionState } from '../session/useSessionState'
import { Shell } from './Shell'

const REGISTRY = collect(FEATURES)

export function App({ parts }: { parts: SessionParts }) {
  const { state, begin, end: endSession } = useSessionState(parts)
  const [path] = useLocation()
  const end = useCallback(async () => {
    await endSession()
    for (const forget of REGISTRY.forget) forget()
  }, [endSession])
  return (
    <RegistryContext.Provider value={REGISTRY}>
      <SessionContext.Provider
        value={{
          api: parts.api,
          phase: state.phase,
          me: state.phase === 'signed-in' ? state.me : null,
          ended: state.phase === 'signed-out' && state.ended,
          begin,
          end,
        }}
      >
        {isOpenPage(path) ? <OpenPage path={path} /> : <Routes state={state} />}
      </SessionContext.Provider>
    </RegistryContext.Provider>
  )
}

function Routes({ state }: { state: SessionState }) {
  switch (state.phase) {
    case 'checking':
      return <div role="status" aria-label={t('Loading')} />
    case 'unreachable':
      return <Unreachable onRetry={state.retry} />
    case 'signed-out':
      return <SignedOutPages />
    case 'confined':
      return <ConfinedPage me={state.me} onSettled={state.settle} />
    case 'signed-in':
      return (
        <SignedInContext.Provider value={state}>
          <SignedInRoutes />
        </SignedInContext.Provider>
      )
  }
}

function SignedInRoutes() {
  const [path] = useLocation()
  const search = useSearch()
  useEffect(() => whenIdle(bringTheRest), [])
  if (!isSignedOutPath(path)) return <Shell />
  return <Redirect to={safeNext(new URLSearchParams(search).get('next'))} replace />
}

/** What cannot be brought now is loaded when it is wanted, and that says so if it fails. */
function bringTheRest(): void {
  for (const bring of REGISTRY.later) bring().catch(() => undefined)
}

function Unreachable({ onRetry }: { onRetry: () => void }) {
  return (
    <main className="flex h-full">
      <Notice title={t('The server cannot be reached')}>
        <p role="status">
          {t(
            'Parley keeps trying, and goes on by itself as soon as the server answers. If this lasts, check your own connection, or ask your administrator.',
          )}
        </p>
        <Button look="primary" onClick={onRetry}>
          {t('Try now')}
        </Button>
      </Notice>
    </main>
  )
}
