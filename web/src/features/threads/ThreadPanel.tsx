import { useRef } from 'react'
import { t } from '../../language/t'
import { isModerator, type RoomState } from '../../sync/state'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import type { PanelProps } from '../registry/feature'
import { whyClosed } from '../rooms/closed'
import { FormError } from '../session/FormError'
import { useClientState } from '../session/context'
import { threadPlace } from '../../sync/places'
import { whyNoReplies } from './closed'
import { Replies } from './Replies'
import { ThreadComposer } from './ThreadComposer'
import { useThread } from './useThread'
import { threadNamed } from './words'

/** A message and the thread about it, beside the room, which stays where it is. */
export default function ThreadPanel({ room, argument }: PanelProps) {
  const named = threadNamed(argument)
  if (!named) return <p className="p-4 text-soft">{t('There is no such thread.')}</p>
  return <Thread key={named.root} room={room} seq={named.root} focus={named.reply} />
}

function Thread({ room, seq, focus }: { room: RoomState; seq: number; focus: number | null }) {
  const thread = useThread(room, seq)
  const field = useRef<HTMLTextAreaElement>(null)
  const moderates = useClientState(({ sync }) => isModerator(sync, room.info.id))
  const { root, isKnown, error, load } = thread
  if (root?.erased || (error && !root)) {
    return (
      <div className="flex flex-col items-start gap-3 p-4">
        {root?.erased ? (
          <p className="text-soft">{t('This message was deleted, and the thread about it with it.')}</p>
        ) : (
          <>
            <FormError>{error?.message ?? ''}</FormError>
            <Button onClick={load}>{t('Try again')}</Button>
          </>
        )}
      </div>
    )
  }
  if (!root || !isKnown) return <Skeleton label={t('Loading the thread')} lines={5} />
  const closed = whyNoReplies(room.info, moderates)
  return (
    <div className="flex h-full flex-col" data-thread>
      <Replies room={room} root={root} thread={thread} focus={focus} field={field} />
      {closed === null ? (
        <ThreadComposer
          room={room.info}
          place={threadPlace(room.info.id, seq)}
          field={field}
          mayCopy={whyClosed(room.info, moderates) === null}
        />
      ) : (
        <p className="m-3 shrink-0 rounded-xl border border-line bg-sunken px-4 py-3 text-soft">{closed}</p>
      )}
    </div>
  )
}
