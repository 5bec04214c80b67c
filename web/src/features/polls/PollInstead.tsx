import { lazy, Suspense } from 'react'
import { pollAt } from '../../sync/polls'
import type { AroundMessageProps } from '../registry/feature'
import { useClientState } from '../session/context'

const PollView = lazy(() => import('./PollView'))

/** A poll in place of the text that says it in words. */
export function PollInstead({ message, acting, children }: AroundMessageProps) {
  const poll = useClientState(({ sync }) => message && pollAt(sync, message.place, message.seq))
  if (!message || !poll) return children
  // As high as what comes, but for lines that wrap.
  const height = `${5.25 + poll.options.length * 3.375}rem`
  return (
    <Suspense fallback={<div style={{ height }} aria-busy="true" />}>
      <PollView message={message} acting={acting} />
    </Suspense>
  )
}
