import { useState, type ReactNode } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Card, Report } from '../../protocol.gen'
import { TextButton } from '../../ui/TextButton'
import { sinceWhen } from '../messages/times'
import { Avatar } from '../people/Avatar'
import { isLong } from './words'

export type People = Readonly<Record<string, Card>>
type Place = Pick<Report, 'room_kind' | 'room_name'>

interface HeadProps {
  /** The id of the element with the name. */
  heading: string
  person: string
  people: People
  at: string
  /** Null where everything is of one room. */
  where: Place | null
  children?: ReactNode
}

/** Who wrote something that moderators look at, where and when. */
export function Head({ heading, person, people, at, where, children }: HeadProps) {
  const name = nameOf(person, people)
  return (
    <div className="flex items-center gap-3">
      <Avatar id={person} name={name} picture={people[person]?.avatar ?? null} />
      <div className="min-w-0 flex-1 leading-tight">
        <p id={heading} className="truncate text-as-around font-semibold" dir="auto">
          {name}
        </p>
        <p className="flex flex-wrap gap-x-2 text-sm text-faint">
          {where && <Where {...where} />}
          <time dateTime={at}>{sinceWhen(new Date(at), new Date())}</time>
          {children}
        </p>
      </div>
    </div>
  )
}

function Where({ room_kind, room_name }: Place) {
  if (room_kind === 'direct') return <span>{t('In a direct conversation')}</span>
  return <span className="min-w-0 break-words">{phrase('In {room}', { room: <bdi>{room_name}</bdi> })}</span>
}

/** As it was written, without what its signs would become in a room. */
export function Body({ text }: { text: string }) {
  const [isOpen, open] = useState(false)
  const isFolded = isLong(text) && !isOpen
  return (
    <div className="border-s-2 border-edge ps-3">
      <p dir="auto" className={`break-words whitespace-pre-wrap ${isFolded ? 'line-clamp-6' : ''}`}>
        {text}
      </p>
      {isLong(text) && (
        <TextButton className="text-sm text-accent" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
          {isOpen ? t('Show less') : t('Show all // of a long message')}
        </TextButton>
      )}
    </div>
  )
}

export const nameOf = (person: string, people: People) => people[person]?.name ?? t('Somebody')
