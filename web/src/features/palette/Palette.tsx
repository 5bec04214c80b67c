import { useMemo, useState, type KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { useLocation } from 'wouter'
import { Dialog } from '../../ui/Dialog'
import { Icon } from '../../ui/Icon'
import { recentRooms } from '../rooms/recent'
import type { ListedRoom } from '../rooms/listed'
import { useRooms } from '../rooms/useRooms'
import { useSignedIn } from '../session/context'
import { fuzzyScore } from './fuzzy'

/** Go to a room by a few of its letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [, go] = useLocation()
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState(0)
  const rooms = useFound(query)
  const active = Math.min(chosen, rooms.length - 1)

  const open = (room: ListedRoom | undefined) => {
    if (!room) return
    // At once, as the palette came: what is typed next belongs to the room that was chosen.
    flushSync(() => {
      onClose()
      go(room.path)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      event.preventDefault()
      setChosen((active + step + rooms.length) % Math.max(1, rooms.length))
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      open(rooms[active])
    }
  }

  return (
    <Dialog title="Switch room" bare onClose={onClose}>
      <input
        autoFocus
        role="combobox"
        aria-label="Go to a room"
        aria-expanded="true"
        aria-controls="palette-rooms"
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `palette-${active}` : undefined}
        autoComplete="off"
        placeholder="Go to a room…"
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setChosen(0)
        }}
        onKeyDown={onKeyDown}
        className="h-13 w-full shrink-0 border-b border-line bg-transparent px-5 text-lg outline-none placeholder:text-faint"
      />
      <ul id="palette-rooms" role="listbox" aria-label="Rooms" className="min-h-0 overflow-y-auto p-2">
        {rooms.map((room, index) => (
          <li
            key={room.info.id}
            id={`palette-${index}`}
            role="option"
            aria-selected={index === active}
            className="flex h-10 touch:h-11 items-center gap-2.5 rounded-lg px-3 aria-selected:bg-chosen"
            onMouseMove={() => setChosen(index)}
            onClick={() => open(room)}
          >
            <span className="text-faint">
              <Icon name={room.info.kind === 'private' ? 'lock' : 'hash'} size={16} />
            </span>
            <span
              className={`min-w-0 flex-1 truncate text-as-around ${room.unread > 0 ? 'font-semibold' : ''}`}
              dir="auto"
            >
              {room.info.name}
            </span>
          </li>
        ))}
      </ul>
      {rooms.length === 0 && <p className="px-5 pb-5 text-soft">No room of yours has these letters.</p>}
    </Dialog>
  )
}

/** Without a query the latest first; the one being looked at would be no switch, so it comes last. */
function useFound(query: string): ListedRoom[] {
  const { me } = useSignedIn()
  const rooms = useRooms()
  return useMemo(() => {
    const [here, ...recent] = recentRooms(me.id)
    const age = (room: ListedRoom) => {
      if (room.info.id === here) return Infinity
      const at = recent.indexOf(room.info.id)
      return at < 0 ? recent.length : at
    }
    return rooms
      .flatMap((room) => {
        const score = fuzzyScore(query, room.info.name)
        return score === null ? [] : [{ room, score }]
      })
      .sort((a, b) => (query ? b.score - a.score : 0) || age(a.room) - age(b.room))
      .map(({ room }) => room)
  }, [rooms, query, me.id])
}
