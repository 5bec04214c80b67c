import { memo, useMemo, useRef, type KeyboardEvent } from 'react'
import { Link } from 'wouter'
import { t } from '../../language/t'
import type { Card, Room } from '../../protocol.gen'
import { erasureKey } from '../../sync/erasing'
import { threadPlace } from '../../sync/places'
import { Icon } from '../../ui/Icon'
import { onDemand } from '../../ui/onDemand'
import { StatusSign } from '../people/StatusSign'
import { PresentAvatar } from '../presence/PresentAvatar'
import { useRegistry } from '../registry/context'
import { Quotation } from '../replies/Quotation'
import type { Acting, ShownMessage } from '../registry/feature'
import { actionOfKey, type Registry } from '../registry/registry'
import { useClientState } from '../session/context'
import { DeliveryNote } from './DeliveryNote'
import { Erased, ErasureNote } from './ErasureNote'
import { MessageBar } from './MessageBar'
import { BelowMessage, MessageText } from './MessageText'
import { PressedMenu } from './PressedMenu'
import type { MessageRow } from './rows'
import { clockDigits, clockTime, fullTime } from './times'
import { useLongPress } from './useLongPress'

const HeldNote = onDemand(() => import('./HeldNote'))

export interface MessageProps {
  room: Room
  row: MessageRow
  author: Card | undefined
  /** The room's path: a message's own is below it. */
  path: string
  highlighted: boolean
  acting: Acting
  /** The root of the thread that it is in, if it is in one. */
  thread?: number | null
}

export const MessageItem = memo(function MessageItem(props: MessageProps) {
  const { row, author, path, highlighted, acting, thread = null } = props
  const registry = useRegistry()
  const place = thread === null ? props.room.id : threadPlace(props.room.id, thread)
  const below = thread === null ? path : `${path}/thread/${thread}`
  const name = author?.name ?? '…'
  const erasure = useClientState(({ erasures }) => erasures[erasureKey(place, row.seq ?? 0)])
  const isErased = row.erased || erasure?.phase === 'erasing'
  const message = useMemo(
    () => shownMessage(props.room, thread, row, isErased),
    [props.room, thread, row, isErased],
  )
  const { me } = acting
  const isToMe = !isErased && row.sender !== me.id && isCalled(row, me.id)
  const article = useRef<HTMLElement>(null)
  const press = useLongPress()
  const waiting = row.item !== null && !row.item.sent && !row.item.failed
  // Until it is kept, closing the page may lose it: then it does not look as if it were safe.
  const waitsFor = row.item?.order === null ? t('Being saved on this device') : t('Waiting to be sent')
  return (
    <article
      ref={article}
      {...press.handlers}
      // On touch there is no pointing at a message without tapping it: then it has the focus.
      tabIndex={-1}
      aria-label={labelOf(name, row.at, isErased)}
      data-seq={row.seq ?? undefined}
      data-client-id={row.item?.client_id}
      onKeyDown={message ? (event) => actByLetter(event, registry, message, acting) : undefined}
      className={`group relative flex touch:select-none gap-3 rounded-lg -outline-offset-2! py-(--message-gap) ps-4 pe-20 touch:pe-13 ${isToMe ? 'bg-glow/60' : 'hover:bg-hover/60'} ${highlighted ? 'animate-mark' : ''}`}
    >
      <div className="w-9 shrink-0">
        {row.opensGroup ? (
          <PresentAvatar id={row.sender} name={name} />
        ) : (
          <Time row={row} path={below} quiet />
        )}
      </div>
      <div className="min-w-0 flex-1">
        {row.opensGroup && (
          <p className="flex items-baseline gap-2 leading-5">
            <bdi className="truncate font-semibold">{name}</bdi>
            <StatusSign card={author} />
            <Time row={row} path={below} />
          </p>
        )}
        {row.replyTo !== null && !isErased && (
          <Quotation room={props.room} place={place} seq={row.replyTo} path={below} reply={row.item?.reply} />
        )}
        {isErased && row.seq !== null ? (
          <Erased place={place} seq={row.seq} erasure={erasure} />
        ) : (
          <MessageText
            message={message}
            acting={acting}
            row={row}
            path={path}
            isWaiting={waiting || row.held !== null}
          />
        )}
        {row.item?.failed && <DeliveryNote item={row.item} />}
        {row.held && <HeldNote held={row.held} place={place} />}
        {row.seq !== null && <ErasureNote place={place} seq={row.seq} erasure={erasure} />}
        {message && <BelowMessage message={message} acting={acting} />}
      </div>
      {message && <MessageBar message={message} acting={acting} />}
      {message && press.pressed && (
        <PressedMenu message={message} acting={acting} article={article} onLeave={press.release} />
      )}
      {waiting && (
        <span className="absolute end-2 top-1.5 animate-late text-faint" title={waitsFor}>
          <Icon name="clock" size={14} />
          <span className="sr-only">{waitsFor}</span>
        </span>
      )}
    </article>
  )
})

function labelOf(name: string, at: Date, isErased: boolean): string {
  const time = fullTime(at)
  return isErased ? t('{name}, {time}: Message deleted', { name, time }) : t('{name}, {time}', { name, time })
}

/** A letter does what it stands for while the message itself has the focus, and not something inside it. */
export function actByLetter(
  event: KeyboardEvent<HTMLElement>,
  registry: Registry,
  message: ShownMessage,
  acting: Acting,
): void {
  if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return
  const action = actionOfKey(registry, event.key, message, acting)
  if (!action) return
  event.preventDefault()
  action.act(message, acting, event.currentTarget)
}

function isCalled({ wide, mentions, groups }: MessageRow, person: string): boolean {
  const isIn = (people: readonly string[]) => people.includes(person)
  return (
    wide != null || isIn(Object.values(mentions)) || Object.values(groups).some(({ people }) => isIn(people))
  )
}

export function shownMessage(
  room: Room,
  thread: number | null,
  row: MessageRow,
  erased: boolean,
): ShownMessage | null {
  const { seq, sender, body, mentions, groups, wide, forwarded, notice, at, editedAt } = row
  const place = thread === null ? room.id : threadPlace(room.id, thread)
  return seq === null
    ? null
    : {
        ...{ room, place, thread, seq, sender, body, mentions, groups, wide },
        ...{ forwarded, notice, erased, at, editedAt },
      }
}

export function Time({ row, path, quiet = false }: { row: MessageRow; path: string; quiet?: boolean }) {
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
