import { useState } from 'react'
import { Link, useRoute } from 'wouter'
import { IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Logo } from '../../ui/Logo'
import { useClientState } from '../session/context'
import { AccountBar } from '../shell/AccountBar'
import { CreateRoomDialog } from './CreateRoomDialog'
import { DirectoryDialog } from './DirectoryDialog'
import type { ListedRoom } from './listed'
import { useRooms } from './useRooms'

/** More than this and nobody counts any more. */
const MOST_COUNTED = 99

export function Sidebar({ onSwitch }: { onSwitch: () => void }) {
  const rooms = useRooms()
  const serverName = useClientState((state) => state.sync.settings?.name)
  const known = useClientState((state) => state.sync.epoch !== null)
  const [dialog, setDialog] = useState<'create' | 'directory' | null>(null)
  const close = () => setDialog(null)

  return (
    <div className="flex w-full flex-col border-e border-line bg-sunken md:w-66 md:shrink-0">
      <header className="flex h-14 shrink-0 items-center gap-2.5 ps-4 pe-2">
        <Logo size={24} />
        <h1 className="min-w-0 flex-1 truncate font-semibold tracking-tight">{serverName ?? 'Parley'}</h1>
        <IconButton icon="search" label="Switch room (Ctrl+K)" onClick={onSwitch} />
      </header>
      <nav aria-label="Rooms" className="min-h-0 flex-1 overflow-y-auto px-2 pb-4">
        <div className="flex items-center ps-2">
          <h2 className="flex-1 text-xs font-semibold tracking-wide text-faint uppercase">Rooms</h2>
          <IconButton icon="compass" label="Browse public rooms" onClick={() => setDialog('directory')} />
          <IconButton icon="plus" label="Create a room" onClick={() => setDialog('create')} />
        </div>
        <ul className="flex flex-col gap-px">
          {rooms.map((room) => (
            <li key={room.info.id}>
              <RoomLink room={room} />
            </li>
          ))}
        </ul>
        {known && rooms.length === 0 && (
          <p className="px-2 py-1 text-sm text-soft">
            You are in no room yet.{' '}
            <button
              type="button"
              className="font-medium text-accent underline underline-offset-3"
              onClick={() => setDialog('create')}
            >
              Create one
            </button>{' '}
            or{' '}
            <button
              type="button"
              className="font-medium text-accent underline underline-offset-3"
              onClick={() => setDialog('directory')}
            >
              find one to join
            </button>
            .
          </p>
        )}
      </nav>
      <AccountBar />
      {dialog === 'create' && <CreateRoomDialog onClose={close} />}
      {dialog === 'directory' && <DirectoryDialog onClose={close} onCreate={() => setDialog('create')} />}
    </div>
  )
}

function RoomLink({ room: { info, path, unread, draft } }: { room: ListedRoom }) {
  const [here] = useRoute(`${path}/*?`)
  return (
    <Link
      href={path}
      aria-current={here ? 'page' : undefined}
      className={`flex h-8 touch:h-11 items-center gap-2 rounded-lg px-2 text-base transition-colors ${
        here ? 'bg-chosen font-medium text-ink' : 'hover:bg-hover'
      } ${unread > 0 && !here ? 'font-semibold text-ink' : here ? '' : 'text-soft'}`}
    >
      <Icon name={info.kind === 'private' ? 'lock' : 'hash'} size={16} />
      <span className="min-w-0 flex-1 truncate text-as-around" dir="auto">
        {info.name}
      </span>
      {info.kind === 'private' && <span className="sr-only">(private)</span>}
      {draft && !here && <span className="text-xs font-normal text-faint">draft</span>}
      {unread > 0 && !here && (
        <span className="rounded-full bg-accent px-1.5 text-xs font-semibold text-on-accent tabular-nums">
          {unread > MOST_COUNTED ? `${MOST_COUNTED}+` : unread}
          <span className="sr-only"> unread</span>
        </span>
      )}
    </Link>
  )
}
