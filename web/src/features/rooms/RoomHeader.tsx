import type { Ref } from 'react'
import { Link } from 'wouter'
import { openMembers, type RoomState } from '../../sync/state'
import { IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'

interface Props {
  room: RoomState
  wide: boolean
  membersShown: boolean
  membersButton: Ref<HTMLButtonElement>
  onMembers: () => void
  /** Null for who may not change the room. */
  onSettings: (() => void) | null
}

export function RoomHeader(props: Props) {
  const { room, wide, membersShown, membersButton, onMembers, onSettings } = props
  const { info } = room
  const count = openMembers(room).length
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-2 md:ps-4">
      {!wide && <BackToRooms />}
      <span className="text-faint">
        <Icon name={info.kind === 'private' ? 'lock' : 'hash'} />
      </span>
      <h1 className="min-w-0 shrink-0 truncate font-semibold max-md:shrink" dir="auto">
        {info.name}
      </h1>
      <p className="min-w-0 flex-1 truncate ps-2 text-sm text-faint" dir="auto">
        {info.topic}
      </p>
      {onSettings && <IconButton icon="gear" label="Room settings" onClick={onSettings} />}
      <button
        ref={membersButton}
        type="button"
        aria-pressed={membersShown}
        className="flex h-9 min-w-14 touch:h-11 items-center gap-1.5 rounded-lg px-2.5 text-sm font-medium text-soft hover:bg-hover aria-pressed:bg-chosen aria-pressed:text-ink"
        onClick={onMembers}
      >
        <Icon name="people" />
        <span className="sr-only">Members</span>
        {room.membersComplete && <span className="tabular-nums">{count}</span>}
      </button>
    </header>
  )
}

export function BackToRooms() {
  return (
    <Link
      href="/"
      aria-label="All rooms"
      className="flex size-11 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-hover"
    >
      <Icon name="back" />
    </Link>
  )
}
