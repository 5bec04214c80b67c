import { lazy, Suspense } from 'react'

const ThreadsLink = lazy(() => import('./ThreadsLink'))

/** The sidebar does not wait for it. */
export function ThreadsEntry() {
  return (
    <Suspense>
      <ThreadsLink />
    </Suspense>
  )
}
