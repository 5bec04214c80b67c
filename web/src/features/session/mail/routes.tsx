import { lazy, Suspense, type ComponentType } from 'react'
import { Waiting } from '../Waiting'
import { useLinkToken } from './useLinkToken'

/** What links in letters open, links that people hand out, and where a provider sends people back. The server names the same addresses. */
const LINKS: Readonly<Record<string, ComponentType<LinkPageProps>>> = {
  '/sign-in/link': lazy(() => import('./LinkSignInPage')),
  '/sign-in/provider': lazy(() => import('../../providers/ReturnPage')),
  '/register/confirmed': lazy(() => import('./ConfirmedPage')),
  '/reset-password': lazy(() => import('./ResetPasswordPage')),
  '/invite': lazy(() => import('../../invitations/InvitationPage')),
  '/verify-email': lazy(() => import('./VerifyEmailPage')),
}
const ForgotPage = lazy(() => import('./ForgotPage'))
const LazyByMailPage = lazy(() => import('./ByMailPage'))

export interface LinkPageProps {
  readonly token: string
}

/** Whether this is a page that everybody may see, signed in or not. */
export function isOpenPage(path: string): boolean {
  return path in LINKS || path === '/forgot-password'
}

export function OpenPage({ path }: { path: string }) {
  const Link = LINKS[path]
  return (
    <Suspense fallback={<Waiting />}>{Link ? <LinkPage key={path} View={Link} /> : <ForgotPage />}</Suspense>
  )
}

export function ByMailPage() {
  return (
    <Suspense fallback={<Waiting />}>
      <LazyByMailPage />
    </Suspense>
  )
}

/** Takes the token before its page has been loaded, and keeps it while somebody is signed in or out elsewhere. */
function LinkPage({ View }: { View: ComponentType<LinkPageProps> }) {
  const token = useLinkToken()
  return (
    <Suspense fallback={<Waiting />}>
      <View key={token} token={token} />
    </Suspense>
  )
}
