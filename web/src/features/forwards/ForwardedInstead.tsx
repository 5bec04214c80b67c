import { lazy, Suspense } from 'react'
import type { AroundMessageProps } from '../registry/feature'

const ForwardedView = lazy(() => import('./ForwardedView'))

/** A note and the message that was forwarded with it, in place of the text that has both. */
export function ForwardedInstead({ message, children }: AroundMessageProps) {
  if (!message?.forwarded) return children
  return (
    <Suspense fallback={children}>
      <ForwardedView message={message} forwarded={message.forwarded} />
    </Suspense>
  )
}
