import { memo } from 'react'
import { Link } from 'wouter'
import type { Card } from '../../protocol.gen'
import { erasureKey } from '../../sync/erasing'
import { IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { PresentAvatar } from '../presence/PresentAvatar'
import { useClientState } from '../session/context'
import { DeliveryNote } from './DeliveryNote'
import { EditForm } from './EditForm'
import { Erased, ErasureNote } from './ErasureNote'
import { renderedMarkdown } from './markdown'
import { Reactions } from './Reactions'
import type { MessageActs } from './acts'
import type { MessageRow } from './rows'
import { clockDigits, clockTime, fullTime } from './times'

const ERASED = 'Message deleted'

export interface MessageProps {
  room: string
  row: MessageRow
  author: Card | undefined
  /** The room's path: a message's own is below it. */
  path: string
  highlighted: boolean
  mayErase: boolean
  mayEdit: boolean
  isEditing: boolean
  acts: MessageActs
}

export const MessageItem = memo(function MessageItem(props: MessageProps) {
  const { room, row, author, path, highlighted, isEditing, acts } = props
  const name = author?.name ?? '…'
  const erasure = useClientState(({ erasures }) => erasures[erasureKey(room, row.seq ?? 0)])
  const isErased = row.erased || erasure?.phase === 'erasing'
  const waiting = row.item !== null && !row.item.sent && !row.item.failed
  // Until it is kept, closing the page may lose it: then it does not look as if it were safe.
  const waitsFor = row.item?.order === null ? 'Being saved on this device' : 'Waiting to be sent'
  return (
    <article
      // On touch there is no pointing at a message without tapping it: then it has the focus.
      tabIndex={-1}
      aria-label={`${name}, ${fullTime(row.at)}${isErased ? `: ${ERASED}` : ''}`}
      data-seq={row.seq ?? undefined}
      data-client-id={row.item?.client_id}
      className={`group relative flex gap-3 rounded-lg -outline-offset-2! py-(--row-gap) ps-4 pe-20 touch:pe-13 hover:bg-hover/60 ${highlighted ? 'animate-mark' : ''}`}
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
        ) : isEditing && row.seq !== null ? (
          <EditForm
            room={room}
            seq={row.seq}
            body={row.body}
            onClose={acts.onEdited}
            onErase={() => row.seq !== null && acts.onErase(row.seq)}
          />
        ) : (
          <Text row={row} waiting={waiting} onHistory={acts.onHistory} />
        )}
        {row.item?.failed && <DeliveryNote item={row.item} />}
        {row.seq !== null && <ErasureNote room={room} seq={row.seq} erasure={erasure} />}
        {row.seq !== null && !isErased && (
          <Reactions room={room} seq={row.seq} onPick={acts.onPick} onWho={acts.onWho} />
        )}
      </div>
      {!isEditing && <Actions {...props} isErased={isErased} />}
      {waiting && (
        <span className="absolute end-2 top-1.5 animate-late text-faint" title={waitsFor}>
          <Icon name="clock" size={14} />
          <span className="sr-only">{waitsFor}</span>
        </span>
      )}
    </article>
  )
})

interface TextProps {
  row: MessageRow
  waiting: boolean
  onHistory: (seq: number) => void
}

function Text({ row, waiting, onHistory }: TextProps) {
  const { seq, editedAt } = row
  return (
    <>
      <div
        className={`text ${editedAt ? 'text-edited' : ''} ${waiting ? 'text-soft' : ''}`}
        dir="auto"
        dangerouslySetInnerHTML={{ __html: renderedMarkdown(row.body) }}
      />
      {editedAt && seq !== null && (
        <button
          type="button"
          title={`Edited ${fullTime(editedAt)}`}
          aria-label={`Edited ${fullTime(editedAt)}. Show what it said before`}
          className="ms-1 text-xs text-faint hover:underline"
          onClick={() => onHistory(seq)}
        >
          (edited)
        </button>
      )}
    </>
  )
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

/**
 * Out of the way until the message is pointed at, tapped, or reached with the keyboard, and beside its text always: for
 * fingers, whose buttons are larger, one above the other.
 */
function Actions({ row, mayErase, mayEdit, acts, isErased }: MessageProps & { isErased: boolean }) {
  const { seq } = row
  if (seq === null) return null
  return (
    <div className="pointer-events-none absolute end-1 -top-1 flex touch:top-auto touch:bottom-0 touch:flex-col rounded-lg border border-line bg-raised opacity-0 shadow-lift group-focus-within:pointer-events-auto group-focus-within:opacity-100 group-hover:pointer-events-auto group-hover:opacity-100">
      {!isErased && (
        <IconButton icon="smile" label="React" onClick={(event) => acts.onPick(seq, event.currentTarget)} />
      )}
      {mayEdit && !isErased && (
        <IconButton icon="pencil" label="Edit message" onClick={() => acts.onEdit(seq)} />
      )}
      <IconButton icon="unread" label="Mark unread from here" onClick={() => acts.onUnread(seq)} />
      {mayErase && !isErased && (
        <IconButton icon="trash" label="Delete message" onClick={() => acts.onErase(seq)} />
      )}
    </div>
  )
}
