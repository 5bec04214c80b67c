import { useState } from 'react'
import { Link } from 'wouter'
import { t } from '../../language/t'
import type { ListedRoom, RoomCounters } from '../../protocol.gen'
import { roomOf } from '../../sync/state'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Skeleton } from '../../ui/Skeleton'
import { countedWords } from '../rooms/counted'
import { roomPath } from '../rooms/listed'
import { shortTime } from '../rooms/when'
import { FormError } from '../session/FormError'
import { useClientState } from '../session/context'
import { useAllRooms } from './useAllRooms'

const KIND_WORDS = { public: t('Public // a room'), private: t('Private // a room') } as const

/** Every public and private room. For the server's owner and administrators, who see no more of it than this. */
export default function AllRoomsPage() {
  const [typed, setTyped] = useState('')
  const { page, error, read } = useAllRooms(typed)
  const last = page?.rooms.at(-1)
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-soft">
        {t('Only the members of a private room see its messages and who else is in it.')}
      </p>
      <input
        type="search"
        aria-label={t('Search rooms')}
        placeholder={t('Search by name')}
        autoComplete="off"
        maxLength={80}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        className="h-10 touch:h-11 w-full rounded-lg border border-edge bg-raised px-3 text-base placeholder:text-faint focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 touch:text-[16px]"
      />
      {!page && !error && <Skeleton label={t('Loading rooms')} lines={4} />}
      {page?.rooms.length === 0 && (
        <p className="text-soft">
          {typed.trim() === ''
            ? t('There are no rooms yet.')
            : t('No rooms match “{query}”.', { query: typed.trim() })}
        </p>
      )}
      <ul aria-label={t('Rooms')} className="flex flex-col divide-y divide-line empty:hidden">
        {page?.rooms.map((room) => (
          <RoomRow key={room.id} room={room} counters={page.counters[room.id]} />
        ))}
      </ul>
      {page?.more && last && <Button onClick={() => void read(last.id)}>{t('Show more')}</Button>}
      {error && <FormError>{error.message}</FormError>}
    </div>
  )
}

function RoomRow({ room, counters }: { room: ListedRoom; counters: RoomCounters | undefined }) {
  const isIn = useClientState(({ sync }) => roomOf(sync, room.id) !== undefined)
  return (
    <li className="flex items-center gap-3 py-2">
      <span className="text-faint">
        <Icon name={room.kind === 'public' ? 'hash' : 'lock'} />
      </span>
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate font-medium text-as-around" dir="auto">
          {room.name}
        </p>
        <p className="text-sm text-faint tabular-nums">{aboutWords(room, counters)}</p>
      </div>
      {room.archived_at !== null && <span className="shrink-0 text-sm text-soft">{t('Archived')}</span>}
      {(isIn || room.kind === 'public') && (
        <Link
          href={roomPath(room)}
          aria-label={t('Open {name}', { name: room.name })}
          className="inline-flex h-9 touch:h-11 shrink-0 items-center rounded-lg px-3 text-sm text-soft hover:bg-hover"
        >
          {t('Open')}
        </Link>
      )}
    </li>
  )
}

function aboutWords({ kind }: ListedRoom, counters: RoomCounters | undefined): string {
  const at = counters?.last_message_at
  const last = at ? t('last message {time}', { time: shortTime(new Date(at), new Date()) }) : ''
  return [KIND_WORDS[kind], countedWords(counters), last].filter(Boolean).join(' · ')
}
