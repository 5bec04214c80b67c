import { lazy, Suspense } from 'react'
import type { MessageProps } from '../registry/feature'
import { signsIn } from '../text/named'

const Unreached = lazy(() => import('./Unreached'))
/** A name in an old message is no reason to add somebody. */
const RECENT_MS = 10 * 60_000

/** Below one's own new message: the people that it names and does not reach. */
export function UnreachedNote({ message, acting }: MessageProps) {
  const { body, sender, at, erased, mentions, groups, wide } = message
  if (sender !== acting.me.id || erased || Date.now() - at.getTime() > RECENT_MS) return null
  const isReached = ({ handle }: { handle: string }) =>
    handle === wide ||
    Object.hasOwn(mentions, handle) ||
    (Object.hasOwn(groups, handle) && groups[handle]?.people.length !== 0)
  if (signsIn(body).every((sign) => sign.handle === '' || isReached(sign))) return null
  return (
    <Suspense>
      <Unreached message={message} acting={acting} />
    </Suspense>
  )
}
