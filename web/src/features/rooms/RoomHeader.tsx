import { useRef } from 'react'
import { Link } from 'wouter'
import { t } from '../../language/t'
import type { RoomState } from '../../sync/state'
import { Icon } from '../../ui/Icon'
import { MenuButton } from '../../ui/Menu'
import { useArrival } from '../../ui/useArrival'
import { MemberCount } from '../presence/MemberCount'
import { useRegistry, useShell } from '../registry/context'
import { useLayers } from '../shell/layers'
import { roomIcon, useRoomName } from './names'
import { RoomMenuItems } from './RoomMenuItems'

interface Props {
  room: RoomState
  wide: boolean
  /** The path of the panel beside the room. */
  panel: string | null
}

export function RoomHeader({ room, wide, panel }: Props) {
  const { headerButtons } = useRegistry()
  const { openPanel } = useShell()
  const heading = useRef<HTMLHeadingElement>(null)
  useArrival(heading)
  const { info } = room
  const name = useRoomName(info)
  return (
    <header className="@container flex h-14 shrink-0 items-center gap-1 border-b border-line px-2 md:ps-3">
      {!wide && <BackToRooms />}
      <div className="min-w-0 flex-1 @lg:min-w-36 @lg:flex-none @lg:shrink">
        <h1 ref={heading} tabIndex={-1} className="leading-5">
          <button
            type="button"
            aria-expanded={panel === 'details'}
            title={t('Room details')}
            className="flex max-w-full touch:min-h-11 items-center gap-1.5 rounded-md px-1.5 text-start font-semibold transition-colors hover:bg-hover touch:-my-3"
            onClick={() => openPanel('details')}
          >
            <span className="text-faint">
              <Icon name={roomIcon(info)} size={16} />
            </span>
            <span className="min-w-0 truncate" dir="auto">
              {name}
            </span>
            <span className="text-faint">
              <Icon name="chevron" size={12} />
            </span>
          </button>
        </h1>
        <div className="ps-7">
          <MemberCount room={room} />
        </div>
      </div>
      <p
        className="min-w-0 flex-1 truncate text-as-around ps-3 text-sm text-faint @max-lg:hidden"
        dir="auto"
        title={info.topic}
      >
        {info.topic}
      </p>
      {headerButtons.map(({ id, View }) => (
        <View key={id} room={room} />
      ))}
      <RoomMenu room={room} />
    </header>
  )
}

function RoomMenu({ room }: { room: RoomState }) {
  const shell = useShell()
  return (
    <MenuButton
      label={t('More about this room')}
      className="inline-flex size-9 touch:size-11 shrink-0 items-center justify-center rounded-lg text-soft transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover"
      items={(close) => <RoomMenuItems room={room} shell={shell} close={close} />}
    >
      <Icon name="more" />
    </MenuButton>
  )
}

export function BackToRooms() {
  const { leave } = useLayers()
  return (
    <Link
      href="/"
      aria-label={t('All rooms')}
      className="flex size-11 shrink-0 items-center justify-center rounded-lg text-soft hover:bg-hover rtl:-scale-x-100"
      onClick={(event) => {
        event.preventDefault()
        leave('/')
      }}
    >
      <Icon name="back" />
    </Link>
  )
}
