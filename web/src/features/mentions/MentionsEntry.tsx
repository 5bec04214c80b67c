import { lazy, Suspense } from 'react'

const MentionsLink = lazy(() => import('./MentionsLink'))

/** The sidebar does not wait for it. */
export function MentionsEntry() {
  return (
    <Suspense>
      <MentionsLink />
    </Suspense>
  )
}
