import { useMemo, useRef, useState, type RefObject } from 'react'
import { t } from '../../language/t'
import type { Message } from '../../protocol.gen'
import { UNOPENED } from '../../sync/log'
import { heldIn, heldOf } from '../../sync/ordered'
import { threadPlace } from '../../sync/places'
import type { RoomState } from '../../sync/state'
import { TextButton } from '../../ui/TextButton'
import { Announcer } from '../messages/Announcer'
import { buildRows, type MessageRow } from '../messages/rows'
import { TimelineRow } from '../messages/TimelineRow'
import { useActing } from '../messages/useActing'
import type { Acting } from '../registry/feature'
import { roomPath } from '../rooms/listed'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { FollowButton } from './FollowButton'
import { followOf } from './known'
import { useReplyScroll } from './useReplyScroll'
import type { OpenThread } from './useThread'
import { replyCount } from './words'

interface Props {
  room: RoomState
  root: Message
  thread: OpenThread
  /** The reply that the address names. */
  focus: number | null
  field: RefObject<HTMLTextAreaElement | null>
}

/** The root of a thread, and what was replied. */
export function Replies({ room, root, thread, focus, field }: Props) {
  const client = useClient()
  const { me } = useSignedIn()
  const { id } = room.info
  const place = threadPlace(id, root.seq)
  const log = thread.log ?? UNOPENED
  const people = useClientState(({ sync }) => sync.people)
  const outbox = useClientState((state) => state.outbox)
  const held = useClientState(({ sync }) => heldOf(sync))
  const follow = useClientState(({ sync }) => followOf(sync, id, root.seq))
  // As it was when it was opened: a line that moves on with reading would be seen by nobody.
  const [firstNew] = useState(() => (follow && follow.read < log.lastSeq ? follow.read + 1 : null))
  const scroller = useRef<HTMLDivElement>(null)
  const acting = useThreadActing(id, scroller, field)
  const rows = useMemo(
    () =>
      messageRows(
        buildRows(
          log,
          outbox.filter((item) => item.room === place),
          me.id,
          firstNew,
          heldIn(held, place),
        ),
      ),
    [log.messages, log.hasBefore, log.hasAfter, outbox, held, place, me.id, firstNew],
  )
  const rootRow = useMemo(
    () => messageRows(buildRows({ messages: [root], hasBefore: false, hasAfter: true }, [], me.id)),
    [root, me.id],
  )
  useReplyScroll({ scroller, rows, opensAt: focus ?? firstNew, room: id, root: root.seq, log, follow })
  const shown = { room: room.info, path: roomPath(room.info), acting: acting.acting }
  const authorOf = (person: string) => people[person] ?? (person === me.id ? { ...me, rev: 0 } : undefined)
  const earlier = () => void client.threads().then((threads) => threads.before(place))

  return (
    <div
      ref={scroller}
      role="region"
      aria-label={t('Replies')}
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-2 focus-visible:-outline-offset-2"
    >
      {/* What leads to the thread leads nowhere here. */}
      <div className="[&_[data-thread-line]]:hidden">
        {rootRow.map((row) => (
          <TimelineRow key={row.key} {...shown} row={row} author={authorOf(row.sender)} highlighted={false} />
        ))}
      </div>
      <div className="mx-4 my-2 flex items-center justify-between gap-2 border-b border-line pb-2 text-sm text-soft">
        <span>{thread.summary ? replyCount(thread.summary.count) : t('No replies yet')}</span>
        {thread.summary && <FollowButton room={id} root={root.seq} isFollowed={follow !== null} />}
      </div>
      {log.hasBefore && (
        <p className="px-4 py-1 text-sm">
          <TextButton onClick={earlier}>{t('Show earlier replies')}</TextButton>
        </p>
      )}
      {rows.map((row) => (
        <TimelineRow
          key={row.key}
          {...shown}
          thread={root.seq}
          row={row}
          author={authorOf(row.sender)}
          highlighted={row.seq !== null && row.seq === focus}
        />
      ))}
      <Announcer rows={rows} people={people} me={me.id} />
      {acting.overlay}
    </div>
  )
}

function messageRows(rows: ReturnType<typeof buildRows>): MessageRow[] {
  return rows.filter((row): row is MessageRow => row.kind === 'message')
}

/** What is written in a thread is written in its own field. */
function useThreadActing(
  room: string,
  scroller: RefObject<HTMLDivElement | null>,
  field: RefObject<HTMLTextAreaElement | null>,
) {
  const { acting, overlay } = useActing(room, scroller)
  const own = useMemo(
    (): Acting => ({
      ...acting,
      focusComposer(seq) {
        if (matchMedia('(pointer: fine)').matches) field.current?.focus()
        else acting.focusMessage(seq)
      },
    }),
    [acting, field],
  )
  return { acting: own, overlay }
}
