import { lazy, Suspense } from 'react'
import type { MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { copiedFrom, threadOf } from './known'

const ThreadLineShown = lazy(() => import('./ThreadLineShown'))

/** Under a message that a thread is about, or that was also said in one. */
export function ThreadLine(props: MessageProps) {
  const { room, seq, erased, thread } = props.message
  const isThere = useClientState(
    ({ sync }) => threadOf(sync, room.id, seq) !== null || copiedFrom(sync, room.id, seq) !== null,
  )
  if (erased || thread !== null || !isThere) return null
  return (
    <Suspense fallback={<div className="mt-1 mb-0.5 h-7.5 touch:h-11" />}>
      <ThreadLineShown {...props} />
    </Suspense>
  )
}
