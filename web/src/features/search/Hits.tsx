import { useMemo } from 'react'
import type { Card, SearchHit } from '../../protocol.gen'
import { Avatar } from '../people/Avatar'
import { fullTime, sinceWhen } from '../messages/times'
import { Icon } from '../../ui/Icon'
import { roomIcon } from '../rooms/names'
import { useRooms } from '../rooms/useRooms'
import type { ListedRoom } from '../rooms/listed'
import { plainParts } from './plain'

interface Props {
  hits: readonly SearchHit[]
  people: Readonly<Record<string, Card>>
  onOpen: (path: string) => void
}

/** What was found, under the names of the rooms. */
export function Hits({ hits, people, onOpen }: Props) {
  const rooms = useRooms()
  const groups = useMemo(() => grouped(hits, rooms), [hits, rooms])
  return (
    <div className="flex flex-col gap-3">
      {groups.map(({ room, hits: some }) => (
        <section key={`${room.info.id} ${some[0]?.message.seq}`} aria-label={room.name}>
          <h3 className="flex items-center gap-1.5 px-2 pb-1 text-sm font-semibold text-soft">
            <Icon name={roomIcon(room.info)} size={14} />
            <span className="min-w-0 truncate" dir="auto">
              {room.name}
            </span>
          </h3>
          <ul className="flex flex-col gap-px">
            {some.map((hit) => (
              <li key={`${hit.message.thread} ${hit.message.seq}`}>
                <Hit
                  hit={hit}
                  card={people[hit.message.sender]}
                  path={`${room.path}/${below(hit)}`}
                  onOpen={onOpen}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** A reply is shown in its thread. */
function below({ message: { seq, thread } }: SearchHit): string {
  return thread == null ? String(seq) : `thread/${thread}-${seq}`
}

interface HitProps {
  hit: SearchHit
  card: Card | undefined
  path: string
  onOpen: (path: string) => void
}

function Hit({ hit, card, path, onOpen }: HitProps) {
  const at = new Date(hit.message.created_at)
  return (
    <a
      href={path}
      data-hit
      onClick={(event) => {
        // A new tab is the browser's business.
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        onOpen(path)
      }}
      className="flex gap-2.5 rounded-lg px-2 py-2 hover:bg-hover focus-visible:bg-hover"
    >
      <Avatar id={hit.message.sender} name={card?.name ?? '?'} size="sm" />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 truncate font-medium" dir="auto">
            {card?.name ?? '…'}
          </span>
          <time
            dateTime={hit.message.created_at}
            title={fullTime(at)}
            className="shrink-0 text-xs text-faint"
          >
            {sinceWhen(at, new Date())}
          </time>
        </span>
        <span className="line-clamp-4 text-as-around text-sm break-words text-soft" dir="auto">
          {hit.cut_before && '… '}
          {plainParts(hit).map(({ text, match }, index) =>
            match ? (
              <mark key={index} className="rounded-xs bg-glow font-semibold text-ink">
                {text}
              </mark>
            ) : (
              text
            ),
          )}
          {hit.cut_after && ' …'}
        </span>
      </span>
    </a>
  )
}

interface Group {
  readonly room: ListedRoom
  readonly hits: SearchHit[]
}

/** Hits of one room that follow each other stand together. What is in a room that one has left meanwhile is left out. */
function grouped(hits: readonly SearchHit[], rooms: readonly ListedRoom[]): Group[] {
  const byId = new Map(rooms.map((room) => [room.info.id, room]))
  const groups: Group[] = []
  for (const hit of hits) {
    const room = byId.get(hit.message.room)
    const last = groups.at(-1)
    if (last && last.room === room) last.hits.push(hit)
    else if (room) groups.push({ room, hits: [hit] })
  }
  return groups
}
