import { memo, useMemo } from 'react'
import { Link } from 'wouter'
import type { Card, Room } from '../../protocol.gen'
import { erasureKey } from '../../sync/erasing'
import { Icon } from '../../ui/Icon'
import { PresentAvatar } from '../presence/PresentAvatar'
import type { Acting, ShownMessage } from '../registry/feature'
import { useClientState } from '../session/context'
import { DeliveryNote } from './DeliveryNote'
import { Erased, ErasureNote } from './ErasureNote'
import { MessageBar } from './MessageBar'
import { BelowMessage, MessageText } from './MessageText'
import type { MessageRow } from './rows'
import { clockDigits, clockTime, dayName, fullTime } from './times'

const ERASED = 'Message deleted'

interface Props {
  room: Room
  row: MessageRow
  author: Card | undefined
  /** The room's path: a message's own is below it. */
  path: string
  highlighted: boolean
  acting: Acting
}

export const MessageItem = memo(function MessageItem(props: Props) {
  const { row, author, path, highlighted, acting } = props
  const room = props.room.id
  const name = author?.name ?? '…'
  const erasure = useClientState(({ erasures }) => erasures[erasureKey(room, row.seq ?? 0)])
  const isErased = row.erased || erasure?.phase === 'erasing'
  const message = useMemo(() => shownMessage(props.room, row, isErased), [props.room, row, isErased])
  const waiting = row.item !== null && !row.item.sent && !row.item.failed
  // Until it is kept, closing the page may lose it: then it does not look as if it were safe.
  const waitsFor = row.item?.order === null ? 'Being saved on this device' : 'Waiting to be sent'
  return (
    <div className={row.opensGroup && !row.opensDay ? 'pt-3' : ''}>
      {row.opensDay && <DayLine at={row.at} />}
      {row.opensNews && <NewsLine />}
      <article
        // On touch there is no pointing at a message without tapping it: then it has the focus.
        tabIndex={-1}
        aria-label={`${name}, ${fullTime(row.at)}${isErased ? `: ${ERASED}` : ''}`}
        data-seq={row.seq ?? undefined}
        data-client-id={row.item?.client_id}
        className={`group relative flex gap-3 rounded-lg py-(--message-gap) ps-4 pe-20 touch:pe-13 hover:bg-hover/60 ${highlighted ? 'animate-mark' : ''}`}
      >
        <div className="w-9 shrink-0">
          {row.opensGroup ? (
            <PresentAvatar id={row.sender} name={name} />
          ) : (
            <Time row={row} path={path} quiet />
          )}
        </div>
        <div className="min-w-0 flex-1">
          {row.opensGroup && (
            <p className="flex items-baseline gap-2 leading-5">
              <bdi className="truncate font-semibold">{name}</bdi>
              <Time row={row} path={path} />
            </p>
          )}
          {isErased && row.seq !== null ? (
            <Erased room={room} seq={row.seq} erasure={erasure} />
          ) : (
            <MessageText
              message={message}
              acting={acting}
              body={row.body}
              isEdited={row.editedAt !== null}
              isWaiting={waiting}
            />
          )}
          {row.item?.failed && <DeliveryNote item={row.item} />}
          {row.seq !== null && <ErasureNote room={room} seq={row.seq} erasure={erasure} />}
          {message && <BelowMessage message={message} acting={acting} />}
        </div>
        {message && <MessageBar message={message} acting={acting} />}
        {waiting && (
          <span className="absolute end-2 top-1.5 animate-late text-faint" title={waitsFor}>
            <Icon name="clock" size={14} />
            <span className="sr-only">{waitsFor}</span>
          </span>
        )}
      </article>
    </div>
  )
})

function shownMessage(room: Room, row: MessageRow, erased: boolean): ShownMessage | null {
  const { seq, sender, body, at, editedAt } = row
  return seq === null ? null : { room, seq, sender, body, erased, at, editedAt }
}

function Time({ row, path, quiet = false }: { row: MessageRow; path: string; quiet?: boolean }) {
  const look = `text-xs whitespace-nowrap text-faint tabular-nums ${
    quiet ? 'block pt-1 text-end opacity-0 group-focus-within:opacity-100 group-hover:opacity-100' : ''
  }`
  const time = (
    <time dateTime={row.at.toISOString()} title={fullTime(row.at)}>
      {quiet ? clockDigits(row.at) : clockTime(row.at)}
    </time>
  )
  if (row.seq === null) return <span className={look}>{time}</span>
  return (
    <Link href={`${path}/${row.seq}`} className={`${look} hover:underline`}>
      {time}
    </Link>
  )
}

function NewsLine() {
  return (
    <div role="separator" aria-label="New messages" className="flex items-center gap-3 px-4 py-2">
      <span className="h-px flex-1 bg-accent" />
      <span className="text-xs font-semibold text-accent">New</span>
    </div>
  )
}

function DayLine({ at }: { at: Date }) {
  return (
    <div className="flex items-center gap-3 px-4 pt-5 pb-3 text-xs font-medium text-faint">
      <span className="h-px flex-1 bg-line" />
      <time dateTime={at.toISOString().slice(0, 10)}>{dayName(at, new Date())}</time>
      <span className="h-px flex-1 bg-line" />
    </div>
  )
}
