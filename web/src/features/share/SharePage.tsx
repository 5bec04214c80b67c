import { useLocation, useSearch } from 'wouter'
import { t } from '../../language/t'
import { Icon } from '../../ui/Icon'
import { TextButton } from '../../ui/TextButton'
import { useTitle } from '../../ui/useTitle'
import type { ListedRoom } from '../rooms/listed'
import { roomIcon } from '../rooms/names'
import { recentRooms } from '../rooms/recent'
import { useRooms } from '../rooms/useRooms'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { sharedText, withShared } from './shared'

/** Where what another app shares is put into a room's draft. Nothing is sent before its writer sends it. */
export default function SharePage() {
  const client = useClient()
  const { me } = useSignedIn()
  const text = sharedText(useSearch())
  const known = useClientState(({ sync }) => sync.epoch !== null)
  const rooms = lastFirst(useRooms(), recentRooms(me.id))
  const [, go] = useLocation()
  useTitle(t('Share'))

  const choose = ({ info, path }: ListedRoom) => {
    const draft = client.store.getState().drafts[info.id] ?? ''
    client.writeDraft(info.id, withShared(draft, text))
    // Going back leads to where the text came from, and not to sharing it once more.
    go(path, { replace: true })
  }

  return (
    <main className="flex min-w-0 flex-1 flex-col overflow-y-auto">
      <div className="mx-auto flex w-full max-w-md flex-col gap-4 px-4 py-6">
        <header className="flex items-center justify-between gap-4">
          <h1 className="text-lg font-semibold">
            {text === '' ? t('Write to a room') : t('Share to a room')}
          </h1>
          {/* An installed app may have no way back of its own. */}
          <TextButton onClick={() => go('/', { replace: true })}>{t('Cancel')}</TextButton>
        </header>
        {text !== '' && (
          <blockquote
            dir="auto"
            className="line-clamp-4 rounded-lg border border-line bg-sunken px-3 py-2 text-sm wrap-anywhere whitespace-pre-wrap text-soft"
          >
            {text}
          </blockquote>
        )}
        <ul className="flex flex-col gap-px">
          {rooms.map((room) => (
            <li key={room.info.id}>
              <button
                type="button"
                className="flex min-h-11 w-full items-center gap-2.5 rounded-lg px-2.5 text-start hover:bg-hover"
                onClick={() => choose(room)}
              >
                <span className="text-faint">
                  <Icon name={roomIcon(room.info)} />
                </span>
                <span dir="auto" className="min-w-0 flex-1 truncate text-as-around font-medium">
                  {room.name}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {known && rooms.length === 0 && (
          <p className="text-soft">{t('You are in no room yet. Join or create one first.')}</p>
        )}
      </div>
    </main>
  )
}

/** The rooms that one looked at last come first, then the others by name. */
function lastFirst(rooms: readonly ListedRoom[], recent: readonly string[]): readonly ListedRoom[] {
  const place = ({ info }: ListedRoom) => (recent.includes(info.id) ? recent.indexOf(info.id) : recent.length)
  return [...rooms].sort((a, b) => place(a) - place(b))
}
