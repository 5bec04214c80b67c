import { useMemo } from 'react'
import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { openMembers, type RoomState } from '../../sync/state'
import { Icon } from '../../ui/Icon'
import { Avatar } from '../people/Avatar'
import { byPresence } from '../presence/order'
import { useShell } from '../registry/context'
import { useClientState } from '../session/context'
import { readAddress } from '../shell/address'

const FACES = 3

/** Some faces of those who are there, and the way to all. */
export function MembersButton({ room }: { room: RoomState }) {
  const shell = useShell()
  const people = useClientState(({ sync }) => sync.people)
  const presences = useClientState((state) => state.presences)
  const [path] = useLocation()
  const address = readAddress(path)
  const members = useMemo(() => openMembers(room), [room.members])
  const faces = useMemo(() => members.toSorted(byPresence(presences)).slice(0, FACES), [members, presences])
  return (
    <button
      type="button"
      title={t('Members')}
      aria-pressed={address?.page === 'room' && address.panel === 'members'}
      className="flex h-9 touch:h-11 min-w-9 touch:min-w-11 shrink-0 items-center justify-center gap-1.5 rounded-lg px-1.5 text-soft transition-colors hover:bg-hover aria-pressed:bg-chosen aria-pressed:text-ink"
      onClick={() => shell.openPanel('members')}
    >
      {room.membersComplete ? (
        <span className="flex -space-x-1 rtl:space-x-reverse @max-lg:hidden" aria-hidden="true">
          {faces.map(({ person }) => (
            <span key={person} className="rounded-md ring-2 ring-canvas">
              <Avatar id={person} name={people[person]?.name ?? '?'} size="sm" />
            </span>
          ))}
        </span>
      ) : null}
      <span className={room.membersComplete ? '@lg:hidden' : ''}>
        <Icon name="people" />
      </span>
      <span className="sr-only">{t('Members')}</span>
    </button>
  )
}
