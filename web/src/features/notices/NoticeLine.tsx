import { useMemo, useRef } from 'react'
import { t } from '../../language/t'
import type { Notice } from '../../protocol.gen'
import { erasureKey } from '../../sync/erasing'
import { Icon, type IconName } from '../../ui/Icon'
import { ErasureNote } from '../messages/ErasureNote'
import { MessageBar } from '../messages/MessageBar'
import { actByLetter, shownMessage, Time, type MessageProps } from '../messages/MessageItem'
import { PressedMenu } from '../messages/PressedMenu'
import { fullTime } from '../messages/times'
import { useLongPress } from '../messages/useLongPress'
import { useRegistry } from '../registry/context'
import { useClientState } from '../session/context'
import type { ShownNotice } from './folding'
import NoticeWords from './NoticeWords'

const ICONS: Readonly<Record<Notice['kind'], IconName>> = {
  added: 'person',
  joined: 'person',
  left: 'leave',
  removed: 'close',
  banned: 'close',
  renamed: 'pencil',
  topic: 'pencil',
  archived: 'lock',
  unarchived: 'check',
  became_room: 'people',
}

/** What happened in the room, as a quiet line among its messages. */
export default function NoticeLine({
  room,
  row,
  path,
  highlighted,
  acting,
  notice,
}: MessageProps & { notice: ShownNotice }) {
  const registry = useRegistry()
  const erasure = useClientState(({ erasures }) => erasures[erasureKey(room.id, row.seq ?? 0)])
  const isGoing = erasure?.phase === 'erasing'
  const message = useMemo(() => shownMessage(room, null, row, isGoing), [room, row, isGoing])
  const article = useRef<HTMLElement>(null)
  const press = useLongPress()
  return (
    <article
      ref={article}
      {...press.handlers}
      tabIndex={-1}
      aria-label={t('Notice, {time}', { time: fullTime(row.at) })}
      data-seq={row.seq ?? undefined}
      onKeyDown={message ? (event) => actByLetter(event, registry, message, acting) : undefined}
      className={`group relative flex touch:select-none gap-3 rounded-lg -outline-offset-2! py-1 ps-4 pe-20 touch:pe-13 text-sm leading-5 text-soft hover:bg-hover/60 ${isGoing ? 'opacity-60' : ''} ${highlighted ? 'animate-mark' : ''}`}
    >
      <span className="relative w-9 shrink-0 text-faint">
        <span className="flex justify-center pt-0.5 group-focus-within:opacity-0 group-hover:opacity-0">
          <Icon name={ICONS[notice.kind] ?? 'info'} size={16} />
        </span>
        <span className="absolute inset-x-0 -top-0.5">
          <Time row={row} path={path} quiet />
        </span>
      </span>
      <div className="min-w-0 flex-1">
        <p className="notice wrap-anywhere">
          <NoticeWords notice={notice} path={path} body={row.body} />
        </p>
        {row.seq !== null && <ErasureNote place={room.id} seq={row.seq} erasure={erasure} />}
      </div>
      {message && <MessageBar message={message} acting={acting} />}
      {message && press.pressed && (
        <PressedMenu message={message} acting={acting} article={article} onLeave={press.release} />
      )}
    </article>
  )
}
