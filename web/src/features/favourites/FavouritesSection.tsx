import { useState, type DragEvent } from 'react'
import { t } from '../../language/t'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { useShell } from '../registry/context'
import { useRoomGroups } from '../rooms/groups'
import { RoomRow } from '../rooms/RoomRow'
import { SidebarSection } from '../sidebar/SidebarSection'
import { moveBefore } from './arranging'

/** The end of the list, as something to drop a row on. */
const END = ''

/** A mouse drags its rows; the room's menu moves them as well. */
export function FavouritesSection() {
  const { favourites } = useRoomGroups()
  const shell = useShell()
  const tall = useMediaQuery('(max-width: 47.99rem)')
  const [dragged, setDragged] = useState<string | null>(null)
  const [over, setOver] = useState<string | null>(null)
  if (favourites.length === 0) return null

  const onto = (place: string) => ({
    onDragOver: (event: DragEvent) => {
      if (dragged === null) return
      event.preventDefault()
      setOver(place)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      if (dragged !== null) moveBefore(shell, dragged, place === END ? null : place)
      end()
    },
  })
  const end = () => {
    setDragged(null)
    setOver(null)
  }
  return (
    <SidebarSection id="favourites" title={t('Favourites')}>
      <ul className="flex flex-col gap-px">
        {favourites.map((room) => (
          <li
            key={room.info.id}
            draggable
            onDragStart={({ dataTransfer }) => {
              // Without data, Firefox begins no dragging.
              dataTransfer?.setData('text/plain', room.name)
              setDragged(room.info.id)
            }}
            onDragEnd={end}
            {...onto(room.info.id)}
            className={`${dragged === room.info.id ? 'opacity-50' : ''} ${over === room.info.id ? LINE : ''}`}
          >
            <RoomRow room={room} tall={tall} />
          </li>
        ))}
      </ul>
      <div aria-hidden="true" {...onto(END)} className={`-mb-2 h-2 ${over === END ? LINE : ''}`} />
    </SidebarSection>
  )
}

/** Between two rows: the dragged one goes there. */
const LINE = 'shadow-[0_-2px_0_0_var(--color-accent)]'
