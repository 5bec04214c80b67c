import { useState } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { muteOf } from '../../sync/muting'
import type { RoomState } from '../../sync/state'
import { Dialog } from '../../ui/Dialog'
import { Icon } from '../../ui/Icon'
import { usePending } from '../../ui/usePending'
import { whenWords } from '../later/words'
import { useRoomName } from '../rooms/names'
import { FormError } from '../session/FormError'
import { useClient, useClientState } from '../session/context'
import { muteChoices, type MuteChoice } from './choices'

interface Props {
  room: RoomState['info']
  onClose: () => void
}

/** What a room may ask of one's attention. A choice holds at once, on all of one's devices. */
export default function NotificationsDialog({ room, onClose }: Props) {
  const client = useClient()
  const name = useRoomName(room)
  const mute = useClientState((state) => muteOf(state, room.id))
  const [now] = useState(() => new Date())
  const { pending, error, run } = usePending<Error>()
  const choose = ({ level, endsAt }: MuteChoice) =>
    void run(async () => {
      await (level === 'everything' ? client.unmute(room.id) : client.mute(room.id, level, endsAt))
      onClose()
    })
  const end = mute?.ends_at == null ? null : new Date(mute.ends_at)
  const isChosen = ({ level, endsAt }: MuteChoice) =>
    level === (mute?.level ?? 'everything') && endsAt === null && end === null
  return (
    <Dialog title={t('Notifications')} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="text-soft">
          {phrase('What counts as unread for you in {room}. Nobody else sees your choice.', {
            room: (
              <bdi key="room" className="font-semibold text-ink">
                {name}
              </bdi>
            ),
          })}
        </p>
        {end && <p role="status">{endWords(mute?.level === 'mentions', whenWords(end, now))}</p>}
        <ul className="-mx-2.5 flex flex-col">
          {muteChoices(now).map((choice) => (
            <li key={choice.label}>
              <button
                type="button"
                aria-pressed={isChosen(choice)}
                aria-disabled={pending || undefined}
                className="flex min-h-9 touch:min-h-11 w-full items-center gap-3 rounded-lg px-2.5 py-1 text-start text-sm hover:bg-hover"
                onClick={() => choose(choice)}
              >
                <span className="max-w-[70%] shrink-0">{choice.label}</span>
                <span className="min-w-0 flex-1 text-end text-faint">{choice.hint}</span>
                <span className="flex w-4 shrink-0 justify-center">
                  {isChosen(choice) && <Icon name="check" size={16} />}
                </span>
              </button>
            </li>
          ))}
        </ul>
        {error && <FormError>{error.message}</FormError>}
      </div>
    </Dialog>
  )
}

function endWords(mentionsCount: boolean, when: string): string {
  return mentionsCount ? t('Mentions only, until {when}', { when }) : t('Muted until {when}', { when })
}
