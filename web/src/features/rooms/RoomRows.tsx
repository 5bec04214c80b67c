import type { ReactNode } from 'react'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { SidebarSection } from '../sidebar/SidebarSection'
import { useDrag, useDrops, type Drops, type Put } from './dragging'
import type { ListedRoom } from './listed'
import { RoomRow } from './RoomRow'

interface Props {
  id: string
  title: string
  actions?: ReactNode
  rooms: readonly ListedRoom[]
  /** Takes a row that is dropped here. */
  put?: Put
  /** Whether rows stand where they are put: else they are dropped on the list as a whole. */
  isOrdered?: boolean
  /** Above and below the rows. */
  before?: ReactNode
  after?: ReactNode
}

/** A section of the sidebar that has rooms. */
export function RoomsIn({ id, title, actions, rooms, put, isOrdered = false, before, after }: Props) {
  const drops = useDrops(put)
  const tall = useMediaQuery('(max-width: 47.99rem)')
  return (
    <SidebarSection
      id={id}
      title={title}
      actions={actions}
      unread={rooms.reduce((sum, { unread }) => sum + unread, 0)}
      isTarget={drops.over === ''}
      drop={drops.onto()}
    >
      {before}
      <ul className="flex flex-col gap-px">
        {rooms.map((room) => (
          <Row key={room.info.id} room={room} tall={tall} drops={isOrdered ? drops : null} />
        ))}
      </ul>
      {after}
    </SidebarSection>
  )
}

function Row({ room, tall, drops }: { room: ListedRoom; tall: boolean; drops: Drops | null }) {
  const { id } = room.info
  const { isDragged, drag } = useDrag(id, room.name)
  return (
    <li
      // A finger that rests on a row opens its menu.
      {...(!tall && drag)}
      {...drops?.onto(id)}
      className={`${isDragged ? 'opacity-50' : ''} ${drops?.over === id ? LINE : ''}`}
    >
      <RoomRow room={room} tall={tall} />
    </li>
  )
}

/** Between two rows: the dragged one goes there. */
const LINE = 'shadow-[0_-2px_0_0_var(--color-accent)]'
