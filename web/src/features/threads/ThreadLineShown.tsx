import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { Avatar } from '../people/Avatar'
import { useMinute } from '../presence/useMinute'
import type { MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { copiedFrom, threadOf } from './known'
import { lastReply, replyCount } from './words'

const LOOK =
  'mt-1 mb-0.5 flex w-fit max-w-full items-center gap-2 rounded-lg border border-transparent py-0.5 pe-2 text-sm hover:border-line hover:bg-raised touch:min-h-11'

/** The thread about a message, or the one that the message was also said in. It leads there. */
export default function ThreadLineShown({ message, acting }: MessageProps) {
  const { room, seq } = message
  return (
    <>
      <Summary room={room.id} seq={seq} onOpen={() => acting.openPanel(`thread/${seq}`)} />
      <Copy room={room.id} seq={seq} onOpen={(root) => acting.openPanel(`thread/${root}`)} />
    </>
  )
}

function Summary({ room, seq, onOpen }: { room: string; seq: number; onOpen: () => void }) {
  const thread = useClientState(({ sync }) => threadOf(sync, room, seq))
  return thread && <Replies {...thread} onOpen={onOpen} />
}

interface RepliesProps {
  count: number
  last_at: string
  first: readonly string[]
  onOpen: () => void
}

function Replies({ count, last_at: lastAt, first, onOpen }: RepliesProps) {
  const people = useClientState(({ sync }) => sync.people)
  const now = useMinute()
  const last = new Date(lastAt)
  return (
    <button type="button" data-thread-line className={LOOK} onClick={onOpen} title={t('Open the thread')}>
      <span className="flex gap-0.5">
        {first.map((id) => (
          <Avatar key={id} id={id} name={people[id]?.name ?? '…'} size="sm" />
        ))}
      </span>
      <span className="font-semibold whitespace-nowrap text-accent">{replyCount(count)}</span>
      <span className="truncate text-faint" aria-hidden="true">
        {lastReply(last, now)}
      </span>
    </button>
  )
}

function Copy({ room, seq, onOpen }: { room: string; seq: number; onOpen: (root: number) => void }) {
  const root = useClientState(({ sync }) => copiedFrom(sync, room, seq))
  if (root === null) return null
  return (
    <button type="button" className={`${LOOK} text-soft`} onClick={() => onOpen(root)}>
      <Icon name="thread" size={14} />
      {t('Also said in the thread')}
    </button>
  )
}
