import { useEffect, useRef } from 'react'
import { Icon } from '../../ui/Icon'
import { Avatar } from '../people/Avatar'
import { roomIcon } from '../rooms/names'
import { nameOf, type Destination } from './destinations'

interface Props {
  id: string
  to: Destination
  isActive: boolean
  isChosen: boolean
  onPoint: () => void
  onChoose: () => void
}

export function DestinationRow({ id, to, isActive, isChosen, onPoint, onChoose }: Props) {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  return (
    <li
      ref={row}
      id={id}
      role="option"
      aria-selected={isChosen}
      className={`flex h-10 touch:h-11 cursor-pointer items-center gap-3 rounded-lg px-2 ${isActive ? 'bg-chosen' : ''}`}
      onMouseMove={onPoint}
      onClick={onChoose}
    >
      <Sign to={to} />
      <span dir="auto" className="min-w-0 truncate text-as-around">
        {nameOf(to)}
      </span>
      <span dir="auto" className="min-w-0 flex-1 truncate text-sm text-faint">
        {to.kind === 'person' ? `@${to.card.handle}` : ''}
      </span>
      {isChosen && (
        <span className="text-accent">
          <Icon name="check" />
        </span>
      )}
    </li>
  )
}

function Sign({ to }: { to: Destination }) {
  if (to.kind === 'person') return <Avatar id={to.id} name={to.card.name} size="sm" />
  return (
    <span className="flex w-6 shrink-0 justify-center text-faint">
      <Icon name={roomIcon(to.room.info)} size={16} />
    </span>
  )
}
