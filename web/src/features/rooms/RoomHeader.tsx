import type { Ref } from 'react'
import { Link } from 'wouter'
import type { RoomState } from '../../sync/state'
import { IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { MemberCount } from '../presence/MemberCount'

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
  return (
    <header className="@container flex h-14 shrink-0 items-center gap-2 border-b max-sm:gap-1 border-line px-2 md:ps-4">
      {!wide && <BackToRooms />}
      <span className="text-faint">
        <Icon name={info.kind === 'private' ? 'lock' : 'hash'} />
      </span>
      <div className="min-w-0 flex-1 @lg:min-w-36 @lg:flex-none @lg:shrink">
        <h1 className="truncate text-as-around leading-5 font-semibold" dir="auto">
          {info.name}
        </h1>
        <MemberCount room={room} />
      </div>
      <p className="min-w-0 flex-1 truncate ps-2 text-sm text-faint @max-lg:hidden" dir="auto">
        {info.topic}
      </p>
      {onSettings && <IconButton icon="gear" label="Room settings" onClick={onSettings} />}
      <button
        ref={membersButton}
        type="button"
        aria-label="Members"
        title="Members"
        aria-pressed={membersShown}
        className="flex size-9 shrink-0 touch:size-11 items-center justify-center rounded-lg text-soft hover:bg-hover aria-pressed:bg-chosen aria-pressed:text-ink"
        onClick={onMembers}
      >
        <Icon name="people" />
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
