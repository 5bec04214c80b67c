import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter'
import { ByMailPage } from './mail/routes'
import { signInPath } from './next'
import { RegisterPage } from './RegisterPage'
import { SetupPage } from './SetupPage'
import { SignInPage } from './SignInPage'
import { Waiting } from './Waiting'

const SecondStepPage = lazy(() => import('../second-factor/SecondStepPage'))

function SecondStep() {
  return (
    <Suspense fallback={<Waiting />}>
      <SecondStepPage />
    </Suspense>
  )
}

export default function SignedOutRoutes() {
  const [path] = useLocation()
  const search = useSearch()
  return (
    <Switch>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/sign-in/by-mail" component={ByMailPage} />
      <Route path="/sign-in/code" component={SecondStep} />
      <Route path="/register" component={RegisterPage} />
      <Route path="/setup" component={SetupPage} />
      <Route>
        <Redirect to={signInPath(search === '' ? path : `${path}?${search}`)} replace />
      </Route>
    </Switch>
  )
}
