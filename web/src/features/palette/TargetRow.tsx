import { useEffect, useRef } from 'react'
import { t } from '../../language/t'
import { Icon, type IconName } from '../../ui/Icon'
import { Avatar } from '../people/Avatar'
import { roomIcon } from '../rooms/names'
import type { Target } from './found'

interface Props {
  id: string
  target: Target
  isActive: boolean
  onPoint: () => void
  onChoose: () => void
}

export function TargetRow({ id, target, isActive, onPoint, onChoose }: Props) {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  const { name, note } = wordsOf(target)
  return (
    <li
      ref={row}
      id={id}
      role="option"
      aria-selected={isActive}
      className="flex h-10 touch:h-11 items-center gap-3 rounded-lg px-3 aria-selected:bg-chosen"
      onMouseMove={onPoint}
      onClick={onChoose}
    >
      <Sign target={target} />
      <span
        className={`min-w-0 truncate text-as-around ${target.kind === 'room' && target.room.unread > 0 ? 'font-semibold' : ''}`}
        dir="auto"
      >
        {name}
      </span>
      <span className="min-w-0 flex-1 truncate text-sm text-faint" dir="auto">
        {note}
      </span>
      {target.kind === 'room' && target.room.unread > 0 && (
        <span
          className="size-2 shrink-0 rounded-full bg-accent forced-colors:bg-[Highlight]"
          title={t('Unread')}
        />
      )}
    </li>
  )
}

function Sign({ target }: { target: Target }) {
  if (target.kind === 'person') return <Avatar id={target.id} name={target.card.name} size="sm" />
  const icon = iconOf(target)
  return (
    <span className="flex w-6 shrink-0 justify-center text-faint">
      <Icon name={icon} size={16} />
    </span>
  )
}

function iconOf(target: Exclude<Target, { kind: 'person' }>): IconName {
  switch (target.kind) {
    case 'room':
      return roomIcon(target.room.info)
    case 'command':
      return target.command.icon
    case 'lookup':
      return target.lookup.icon
  }
}

function wordsOf(target: Target): { name: string; note: string } {
  switch (target.kind) {
    case 'room':
      return { name: target.room.name, note: target.room.info.topic }
    case 'person':
      return { name: target.card.name, note: `@${target.card.handle}` }
    case 'command':
      return { name: target.command.label, note: '' }
    case 'lookup':
      return { name: target.lookup.label(target.query), note: '' }
  }
}
