import { useLayoutEffect, useRef, useState, type MouseEvent, type RefObject } from 'react'
import { Link, useRoute } from 'wouter'
import { t } from '../../language/t'
import type { Mute, Room } from '../../protocol.gen'
import { isBlocked, roomOf } from '../../sync/state'
import { Icon } from '../../ui/Icon'
import { onDemand } from '../../ui/onDemand'
import { BLOCKED } from '../blocks/words'
import { useLongPress } from '../messages/useLongPress'
import { MUTED } from '../muting/words'
import { useClientState } from '../session/context'
import { beginningOf } from '../text/beginning'
import type { ListedRoom } from './listed'
import { roomIcon } from './names'
import { shortTime } from './when'

const RoomRowMenu = onDemand(() => import('./RoomRowMenu'))

interface Props {
  room: ListedRoom
  /** As high as a thumb, and with the room's last line. */
  tall: boolean
}

export function RoomRow({ room, tall }: Props) {
  const { info, name, path, unread, mentions, muted, draft } = room
  const [here] = useRoute(`${path}/*?`)
  const isNew = unread > 0 && !here
  const row = useRef<HTMLAnchorElement>(null)
  useFocusAfterMove(info.id, row)
  const { pressed, release, handlers } = useLongPress()
  const [asked, setAsked] = useState(false)
  const openMenu = (event: MouseEvent) => {
    handlers.onContextMenu(event)
    if (event.defaultPrevented) return
    event.preventDefault()
    setAsked(true)
  }
  return (
    <>
      <Link
        ref={row}
        {...handlers}
        onContextMenu={openMenu}
        href={path}
        // On a phone the list lies below the room, and Back leads to it.
        state={tall ? { over: true } : undefined}
        aria-current={here ? 'page' : undefined}
        className={`flex items-center gap-2 rounded-lg px-2 text-base transition-colors [-webkit-touch-callout:none] ${tall ? 'min-h-16 py-2' : 'h-(--row) touch:h-11'} ${
          here ? 'bg-chosen font-medium text-ink' : 'hover:bg-hover'
        } ${isNew ? 'font-semibold text-ink' : here ? '' : muted === 'nothing' ? 'text-faint' : 'text-soft'}`}
      >
        <RoomSign room={info} tall={tall} />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-as-around" dir="auto">
            {name}
          </span>
          {tall && <LastLine room={info.id} topic={info.topic} />}
        </span>
        {info.kind === 'private' && <span className="sr-only">{t('(private) // a room')}</span>}
        {muted && <MutedSign level={muted} />}
        {draft && !here && (
          <span className="text-faint" title={t('Draft')}>
            <Icon name="pencil" size={14} />
            <span className="sr-only">{t('draft // of a room in a list, for those who hear it')}</span>
          </span>
        )}
        {mentions > 0 && !here && (
          <span
            className="min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent tabular-nums"
            title={t('{count, plural, one {# mention} other {# mentions}}', { count: mentions })}
          >
            {mentions > 99 ? '99+' : mentions}
            <span className="sr-only">
              {' '}
              {t('{count, plural, one {mention} other {mentions}} // behind its number', { count: mentions })}
            </span>
          </span>
        )}
        {isNew && mentions === 0 && (
          <span
            className="flex size-4 items-center justify-center"
            title={t('{count} unread', { count: unread })}
          >
            <span className="size-2 rounded-full bg-accent forced-colors:bg-[Highlight]" />
            <span className="sr-only">{t('{count} unread', { count: unread })}</span>
          </span>
        )}
      </Link>
      {(pressed || asked) && (
        <RoomRowMenu
          room={room}
          row={row}
          onLeave={() => {
            release()
            setAsked(false)
          }}
        />
      )}
    </>
  )
}

/** The room whose row had the focus when it left a list, until the same change of the page is drawn. */
let left: string | null = null

/** A row that moves to another list is another element there: it takes the focus that it had. */
function useFocusAfterMove(room: string, row: RefObject<HTMLAnchorElement | null>): void {
  useLayoutEffect(() => {
    const own = row.current
    if (left === room) own?.focus()
    return () => {
      if (own !== document.activeElement) return
      left = room
      queueMicrotask(() => (left = null))
    }
  }, [room])
}

function MutedSign({ level }: { level: Mute['level'] }) {
  const { icon, label } = MUTED[level]
  return (
    <span className="text-faint" title={label}>
      <Icon name={icon} size={14} />
      <span className="sr-only">{label}</span>
    </span>
  )
}

function RoomSign({ room, tall }: { room: Room; tall: boolean }) {
  const icon = <Icon name={roomIcon(room)} size={tall ? 20 : 16} />
  if (!tall) return icon
  return (
    <span className="flex size-11 items-center justify-center rounded-xl border border-line bg-raised text-faint">
      {icon}
    </span>
  )
}

/** What was said last, if this browser knows; else what the room is about. */
function LastLine({ room, topic }: { room: string; topic: string }) {
  const last = useClientState(({ sync }) => {
    const known = roomOf(sync, room)
    return known?.hasAfter ? undefined : known?.messages.at(-1)
  })
  const author = useClientState(({ sync }) => (last ? sync.people[last.sender]?.name : undefined))
  const isFolded = useClientState(({ sync }) => last !== undefined && isBlocked(sync, last.sender))
  if (!last || last.erased) {
    return topic && <span className="block truncate text-sm font-normal text-faint">{topic}</span>
  }
  return (
    <span className="flex gap-2 text-sm font-normal text-faint">
      <span className="min-w-0 flex-1 truncate" dir="auto">
        {isFolded ? BLOCKED : `${author ? `${author}: ` : ''}${beginningOf(last.body)}`}
      </span>
      <time className="shrink-0 text-xs leading-5 tabular-nums" dateTime={last.created_at}>
        {shortTime(new Date(last.created_at), new Date())}
      </time>
    </span>
  )
}
