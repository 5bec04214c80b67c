import { room } from '../../sync/testing/room-log'
import { onDemand } from '../../ui/onDemand'
import type { ListedRoom } from '../rooms/listed'
import { RoomRow } from '../rooms/RoomRow'
import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { LoudCount, QuietCount, SidebarLink } from './SidebarLink'

const NoRooms = onDemand(() => import('../rooms/NoRooms'))
const nothing = () => {}

const listed: ListedRoom = {
  info: room(),
  name: 'Lobby',
  path: '/r/den',
  unread: 0,
  mentions: 0,
  muted: null,
  draft: false,
}
const ROOMS: readonly ListedRoom[] = [
  { ...listed, name: 'The one that is open', path: '/r/lobby' },
  { ...listed, name: 'Read' },
  { ...listed, name: 'Unread', unread: 3 },
  { ...listed, name: 'With a mention', unread: 3, mentions: 1 },
  { ...listed, name: 'Muted', muted: 'nothing' },
  { ...listed, name: 'Mentions only', muted: 'mentions' },
  { ...listed, name: 'With a draft', draft: true },
  { ...listed, name: 'A private room with quite a long name', info: { ...room(), kind: 'private' } },
]

export default {
  id: 'sidebar',
  title: 'Sidebar',
  order: 130,
  states: {
    Links: () => (
      <div className="w-64 bg-sunken p-2">
        <SidebarLink path="/r/lobby" icon="mention" label="Here" />
        <SidebarLink path="/threads" icon="thread" label="Something new" isLoud>
          <LoudCount count={120} what="new" />
        </SidebarLink>
        <SidebarLink path="/drafts" icon="pencil" label="Quiet">
          <QuietCount count={2} />
        </SidebarLink>
      </div>
    ),
    Rooms: () => (
      <Inside>
        <div className="w-64 bg-sunken p-2">
          {ROOMS.map((one) => (
            <RoomRow key={one.name} room={one} tall={false} />
          ))}
        </div>
      </Inside>
    ),
    'No rooms': () => (
      <div className="w-64 bg-sunken p-2">
        <NoRooms onCreate={nothing} onBrowse={nothing} />
      </div>
    ),
  },
} satisfies Examples
