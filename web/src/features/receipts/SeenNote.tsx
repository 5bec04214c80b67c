import { lazy } from 'react'
import type { MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { isNewestOwn } from './newest'

const SeenLine = lazy(() => import('./SeenLine'))

/** In direct rooms, under the newest of one's own messages. */
export function SeenNote({ message, acting }: MessageProps) {
  const { room, thread, seq, sender, erased } = message
  const me = acting.me.id
  const mayShow = room.kind === 'direct' && thread === null && sender === me && !erased
  const isShown = useClientState(({ sync }) => mayShow && isNewestOwn(sync, room.id, seq, me))
  return isShown ? <SeenLine message={message} acting={acting} /> : null
}
