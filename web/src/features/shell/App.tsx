import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { Notice } from '../../ui/Notice'
import { FEATURES } from '../all'
import { RegistryContext } from '../registry/context'
import { collect } from '../registry/registry'
import { SessionContext, SignedInContext } from '../session/context'
import { safeNext, signInPath } from '../session/next'
import { RegisterPage } from '../session/RegisterPage'
import { SetupPage } from '../session/SetupPage'
import { SignInPage } from '../session/SignInPage'
import { useSessionState, type SessionParts } from '../session/useSessionState'
import { Shell } from './Shell'

const REGISTRY = collect(FEATURES)

export function App({ parts }: { parts: SessionParts }) {
  const { state, begin, end } = useSessionState(parts)
  return (
    <SessionContext.Provider
      value={{ api: parts.api, ended: state.phase === 'signed-out' && state.ended, begin, end }}
    >
      {state.phase === 'checking' && <div role="status" aria-label="Loading" />}
      {state.phase === 'unreachable' && <Unreachable />}
      {state.phase === 'signed-out' && <SignedOutRoutes />}
      {state.phase === 'signed-in' && (
        <RegistryContext.Provider value={REGISTRY}>
          <SignedInContext.Provider value={state}>
            <SignedInRoutes />
          </SignedInContext.Provider>
        </RegistryContext.Provider>
      )}
    </SessionContext.Provider>
  )
}

function SignedOutRoutes() {
  const [path] = useLocation()
  return (
    <Switch>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/register" component={RegisterPage} />
      <Route path="/setup" component={SetupPage} />
      <Route>
        <Redirect to={signInPath(path)} replace />
      </Route>
    </Switch>
  )
}

function SignedInRoutes() {
  const search = useSearch()
  return (
    <Switch>
      <Route path="/:page(sign-in|register|setup)">
        <Redirect to={safeNext(new URLSearchParams(search).get('next'))} replace />
      </Route>
      <Route component={Shell} />
    </Switch>
  )
}

function Unreachable() {
  return (
    <main className="flex h-full">
      <Notice title="The server cannot be reached">
        <p role="status">Parley keeps trying, and goes on by itself as soon as it answers.</p>
      </Notice>
    </main>
  )
}
