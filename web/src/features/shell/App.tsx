import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { Notice } from '../../ui/Notice'
import { SessionContext, SignedInContext } from '../session/context'
import { safeNext, signInPath } from '../session/next'
import { RegisterPage } from '../session/RegisterPage'
import { SetupPage } from '../session/SetupPage'
import { SignInPage } from '../session/SignInPage'
import { useSessionState, type SessionParts } from '../session/useSessionState'
import { Shell } from './Shell'

const BEFORE_SIGNING_IN = ['/sign-in', '/register', '/setup']

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
        <SignedInContext.Provider value={state}>
          <SignedInRoutes />
        </SignedInContext.Provider>
      )}
    </SessionContext.Provider>
  )
}

function SignedOutRoutes() {
  const [path] = useLocation()
  const search = useSearch()
  return (
    <Switch>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/register" component={RegisterPage} />
      <Route path="/setup" component={SetupPage} />
      <Route>
        <Redirect to={signInPath(search === '' ? path : `${path}?${search}`)} replace />
      </Route>
    </Switch>
  )
}

function SignedInRoutes() {
  const search = useSearch()
  return (
    <Switch>
      {BEFORE_SIGNING_IN.map((path) => (
        <Route key={path} path={path}>
          <Redirect to={safeNext(new URLSearchParams(search).get('next'))} replace />
        </Route>
      ))}
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
