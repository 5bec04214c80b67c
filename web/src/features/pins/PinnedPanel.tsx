import { useEffect, useState } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { PinList, ServerFrame } from '../../protocol.gen'
import { roomLog } from '../../sync/logs'
import { isModerator } from '../../sync/state'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { TextButton } from '../../ui/TextButton'
import { useMediaQuery } from '../../ui/useMediaQuery'
import { sinceWhen } from '../messages/times'
import { useShell } from '../registry/context'
import type { PanelProps } from '../registry/feature'
import { roomPath } from '../rooms/listed'
import { FormError } from '../session/FormError'
import { useClient, useClientState } from '../session/context'
import { attempt } from './attempt'
import { PointedMessage } from './PointedMessage'
import { useFresh } from './useFresh'

/** What is pinned in the room, the last pinned first. */
export default function PinnedPanel({ room }: PanelProps) {
  const { id } = room.info
  const client = useClient()
  const shell = useShell()
  const people = useClientState(({ sync }) => sync.people)
  const moderates = useClientState(({ sync }) => isModerator(sync, id))
  const wide = useMediaQuery('(min-width: 48rem)')
  const { found, error, load } = useFresh<PinList>(
    () => client.pointing().then((pointing) => pointing.pins(id)),
    (frame) => changesPins(frame, roomLog(id)),
    id,
  )
  const [opener, setOpener] = useState<number | null>(null)
  // The button that had the focus goes away with its message.
  useEffect(() => {
    if (opener === null || found?.pins.some(({ seq }) => seq === opener)) return
    setOpener(null)
    document.querySelector<HTMLElement>('[data-panel-heading]')?.focus()
  }, [found, opener])

  if (error) {
    return (
      <div className="flex flex-col items-start gap-3 p-4">
        <FormError>{error.message}</FormError>
        <Button onClick={load}>{t('Try again')}</Button>
      </div>
    )
  }
  if (!found) return <Skeleton label={t('Loading pinned messages')} lines={5} />
  const mayUnpin = (moderates || room.info.kind === 'direct') && !room.info.archived_at
  if (found.pins.length === 0) {
    return (
      <p className="p-4 text-soft">
        {t('Nothing is pinned here.')}
        {mayUnpin && ` ${t('Pin what everybody should find, from the menu of its message.')}`}
      </p>
    )
  }
  const cardOf = (person: string) => people[person] ?? found.people[person]
  return (
    <ul className="divide-y divide-line px-4" aria-label={t('Pinned messages')}>
      {found.pins.map(({ seq, pinned_by, at: pinnedAt }, at) => {
        const message = found.messages[at]
        if (!message) return null
        const unpin = () => {
          setOpener(seq)
          attempt(client, (to) => to.pin(id, seq, false), shell, t('Not unpinned'))
        }
        return (
          <PointedMessage
            key={seq}
            message={message}
            author={cardOf(message.sender)}
            path={`${roomPath(room.info)}/${seq}${wide ? '/pinned' : ''}`}
            note={phrase('Pinned by {name}, {when}', {
              name: <bdi>{cardOf(pinned_by)?.name ?? '…'}</bdi>,
              when: sinceWhen(new Date(pinnedAt), new Date()),
            })}
          >
            {mayUnpin && (
              <TextButton className="text-sm" onClick={unpin}>
                {t('Unpin')}
              </TextButton>
            )}
          </PointedMessage>
        )
      })}
    </ul>
  )
}

/** Whether the list may be another after this frame: pins came or went, or a message was edited or deleted. */
function changesPins(frame: ServerFrame, log: string): boolean {
  if (frame.type === 'reset') return frame.log === log
  if (frame.type !== 'changes' || frame.log !== log) return false
  return (frame.things ?? []).some(
    (thing) => thing.thing === 'pin' || (thing.thing === 'message' && (thing.edited_at || thing.erased)),
  )
}
