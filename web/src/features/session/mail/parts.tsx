import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { t } from '../../../language/t'
import { Refusal } from '../../../sync/errors'
import { AuthPage } from '../AuthPage'

/** Where one goes on, in a line of its own. */
export function WayOn({ to, children }: { to: string; children: ReactNode }) {
  return (
    <p className="text-center text-sm">
      <Link href={to} className="font-medium text-accent underline underline-offset-3">
        {children}
      </Link>
    </p>
  )
}

/** In place of a link's page if its token is not there: it was cut off, or the page was loaded again. */
export function IncompleteLinkPage({ children }: { children: ReactNode }) {
  return (
    <AuthPage title={t('Open the link again')} intro={t('A part of this link is missing.')}>
      <p className="text-soft">
        {t(
          'Open the link in the letter once more, or copy all of it. After a reload it has to be opened again.',
        )}
      </p>
      {children}
    </AuthPage>
  )
}

export function SpentLinkPage({ children }: { children: ReactNode }) {
  return (
    <AuthPage
      key="spent"
      title={t('This link no longer works')}
      intro={t('It has been used, or its 10 minutes are over, or a newer one has taken its place.')}
    >
      {children}
    </AuthPage>
  )
}

export function isSpent(error: Error | null): boolean {
  return error instanceof Refusal && error.code === 'gone'
}
