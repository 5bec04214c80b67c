import { lazy, Suspense } from 'react'
import type { Me } from '../../protocol.gen'
import { Waiting } from './Waiting'

const PATHS = ['/sign-in', '/sign-in/by-mail', '/sign-in/code', '/register', '/setup']

const load = () => import('./SignedOutRoutes')
const LazyRoutes = lazy(load)

/** Whether this is a page that somebody who is signed in has no use for. */
export function isSignedOutPath(path: string): boolean {
  return PATHS.includes(path)
}

/** What people see who are not signed in. Those who are never load it. */
export function SignedOutPages() {
  return (
    <Suspense fallback={<Waiting />}>
      <LazyRoutes />
    </Suspense>
  )
}

const SetUpFirstPage = lazy(() => import('../second-factor/SetUpFirstPage'))

/** What people see who must set up a second factor before anything else. */
export function ConfinedPage(props: { me: Me; onSettled: () => void }) {
  return (
    <Suspense fallback={<Waiting />}>
      <SetUpFirstPage {...props} />
    </Suspense>
  )
}

/** Begins to load these pages before the first render, when one of them will be the first page. */
export function loadSignedOutPages(): void {
  // Where loading fails, showing the page says so.
  load().catch(() => undefined)
}
