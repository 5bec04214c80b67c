import { useRef } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { SavedMessage, SavedPage as Answer, ServerFrame } from '../../protocol.gen'
import { personLog } from '../../sync/logs'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { TextButton } from '../../ui/TextButton'
import { attempt } from '../pins/attempt'
import { PointedMessage } from '../pins/PointedMessage'
import { useFresh } from '../pins/useFresh'
import { useShell } from '../registry/context'
import { roomPath } from '../rooms/listed'
import { roomName } from '../rooms/names'
import { FormError } from '../session/FormError'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { Page } from '../shell/Page'
import { readSaved } from './readSaved'

const PAGE = 50

/** What one saved in all rooms, the last saved first. */
export default function SavedPage() {
  const client = useClient()
  const { me } = useSignedIn()
  /** How many are wanted: as many as were shown, when the list is read again. */
  const wanted = useRef(PAGE)
  const { found, error, load } = useFresh<Answer>(
    () => client.pointing().then((pointing) => readSaved(pointing.saved, wanted.current)),
    (frame) => changesSaved(frame, personLog(me.id)),
    me.id,
  )
  const showMore = () => {
    wanted.current += PAGE
    load()
  }
  return (
    <Page title={t('Saved messages')} below="/">
      {error && (
        <div className="flex flex-col items-start gap-3 pb-4">
          <FormError>{error.message}</FormError>
          <Button onClick={load}>{t('Try again')}</Button>
        </div>
      )}
      {!found && !error && <Skeleton label={t('Loading saved messages')} lines={6} />}
      {found?.saved.length === 0 && (
        <p className="text-soft">
          {t('Nothing is saved yet. Save what you want to find again, from its menu.')}
        </p>
      )}
      <ul className="divide-y divide-line" aria-label={t('Saved messages')}>
        {found?.saved.map((one) => (
          <SavedRow key={`${one.save.room} ${one.save.seq}`} one={one} page={found} />
        ))}
      </ul>
      {found?.more && <Button onClick={showMore}>{t('Show more')}</Button>}
    </Page>
  )
}

function SavedRow({ one: { save, message }, page }: { one: SavedMessage; page: Answer }) {
  const client = useClient()
  const shell = useShell()
  const { me } = useSignedIn()
  const people = useClientState(({ sync }) => sync.people)
  const room = page.rooms[save.room]
  const cards = { ...page.people, ...people }
  const remove = () => {
    // The button that has the focus goes away with its row.
    document.querySelector<HTMLElement>('h1')?.focus()
    attempt(client, (to) => to.save(save.room, save.seq, false), shell, t('Still saved'))
  }
  const button = (
    <TextButton className="text-sm" onClick={remove}>
      {t('Remove')}
    </TextButton>
  )
  if (!room || !message) {
    return (
      <li className="flex flex-wrap items-center gap-x-4 py-3">
        <span className="text-soft italic">{t('A message that you cannot see any more')}</span>
        {button}
      </li>
    )
  }
  return (
    <PointedMessage
      message={message}
      author={cards[message.sender]}
      path={`${roomPath(room)}/${save.seq}`}
      note={phrase('In {room}', { room: <bdi>{roomName(room, cards, me.id)}</bdi> })}
    >
      {button}
    </PointedMessage>
  )
}

/** Whether the list may be another after this frame: one saved something on another device, or left a room. */
function changesSaved(frame: ServerFrame, own: string): boolean {
  if (frame.type === 'gone') return true
  if (frame.type !== 'changes' || frame.log !== own) return false
  return (frame.things ?? []).some(({ thing }) => thing === 'save' || thing === 'membership')
}
