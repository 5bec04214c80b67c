import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import type { Room, RoomCounters } from '../../protocol.gen'
import { roomOf } from '../../sync/state'
import { Button } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { Skeleton } from '../../ui/Skeleton'
import { usePending } from '../../ui/usePending'
import { useShell } from '../registry/context'
import { FormError } from '../session/FormError'
import { useClient, useClientState } from '../session/context'
import { Page } from '../shell/Page'
import { countedWords } from './counted'
import { CreateRoomDialog } from './dialogs'
import { roomPath } from './listed'
import { matchesRoom, useDirectory } from './directory'

/** The public rooms of this server, those one is in included. */
export default function BrowsePage() {
  const shell = useShell()
  const [query, setQuery] = useState('')
  const { rooms, counters, more, loading, error, load } = useDirectory()
  const found = rooms.filter((room) => matchesRoom(room, query))
  const isSearching = query.trim() !== ''
  const create = () => shell.show((close) => <CreateRoomDialog onClose={close} />)

  // What is looked for may be further on: no page that does not have it is worth stopping at.
  useEffect(() => {
    if (isSearching && more && !loading && !error) load()
  }, [isSearching, more, loading, error, load])

  return (
    <Page
      title={t('Browse rooms')}
      below={null}
      actions={
        <Button look="primary" onClick={create}>
          <Icon name="plus" size={16} />
          {t('Create')}
        </Button>
      }
    >
      <label className="flex h-10 touch:h-11 items-center gap-2 rounded-lg border border-edge bg-raised px-3 text-faint focus-within:border-accent focus-within:outline-1 focus-within:outline-accent">
        <Icon name="search" size={16} />
        <input
          type="search"
          aria-label={t('Search rooms')}
          placeholder={t('Search by name or topic')}
          autoComplete="off"
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          className="h-full min-w-0 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-faint touch:text-[16px]"
        />
      </label>
      <p role="status" className="sr-only">
        {isSearching &&
          !loading &&
          t('{count, plural, one {# room found} other {# rooms found}}', { count: found.length })}
      </p>
      {error && (
        <div className="flex flex-col items-start gap-3 pt-4">
          <FormError>{error.message}</FormError>
          <Button onClick={load}>{t('Try again')}</Button>
        </div>
      )}
      <ul className="divide-y divide-line pt-2">
        {found.map((room) => (
          <BrowseRow key={room.id} room={room} counters={counters[room.id]} />
        ))}
      </ul>
      {loading && <Skeleton label={t('Loading rooms')} lines={6} />}
      {!loading && !error && found.length === 0 && (
        <p className="py-10 text-center text-soft">
          {isSearching
            ? t('No rooms match “{query}”.', { query: query.trim() })
            : t('There are no public rooms yet. Create the first one.')}
        </p>
      )}
      {more && !loading && !isSearching && (
        <Button className="mt-3 w-full" onClick={load}>
          {t('Show more')}
        </Button>
      )}
    </Page>
  )
}

function BrowseRow({ room, counters }: { room: Room; counters: RoomCounters | undefined }) {
  const client = useClient()
  const [, go] = useLocation()
  const joined = useClientState((state) => roomOf(state.sync, room.id) !== undefined)
  const { pending, error, run } = usePending<Error>()

  const enter = () =>
    run(async () => {
      if (!joined) await client.joinRoom(room.slug ?? '')
      go(roomPath(room))
    })
  return (
    <li className="flex items-center gap-3 py-3">
      <span className="flex size-10 shrink-0 items-center justify-center rounded-xl bg-sunken text-faint">
        <Icon name="hash" />
      </span>
      <div className="min-w-0 flex-1">
        <p className="truncate text-as-around font-medium" dir="auto">
          {room.name}
        </p>
        {room.topic && (
          <p className="truncate text-as-around text-sm text-soft" dir="auto">
            {room.topic}
          </p>
        )}
        <p
          role={error ? 'alert' : undefined}
          className={`text-xs ${error ? 'text-danger' : 'text-faint'} tabular-nums`}
        >
          {error?.message ?? (countedWords(counters) || `/r/${room.slug}`)}
        </p>
      </div>
      {joined && <span className="text-sm text-faint max-sm:hidden">{t('Joined')}</span>}
      <Button
        look={joined ? 'quiet' : 'primary'}
        busy={pending}
        onClick={() => void enter()}
        aria-label={joined ? t('Open {name}', { name: room.name }) : t('Join {name}', { name: room.name })}
      >
        {joined ? t('Open') : t('Join')}
      </Button>
    </li>
  )
}
