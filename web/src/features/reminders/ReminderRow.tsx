import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Message, Reminder, ReminderList } from '../../protocol.gen'
import { TextButton } from '../../ui/TextButton'
import { PointedMessage } from '../pins/PointedMessage'
import { useShell } from '../registry/context'
import { roomName } from '../rooms/names'
import { useClientState, useSignedIn } from '../session/context'
import { askSnooze, complete } from './acts'
import { messagePath } from './path'

interface Props {
  one: Reminder
  /** Null if it is about none, or about one that is not there any more. */
  message: Message | null
  page: ReminderList
  when: string
}

export function ReminderRow({ one, message, page, when }: Props) {
  const { me } = useSignedIn()
  const people = useClientState(({ sync }) => sync.people)
  const cards = { ...page.people, ...people }
  const room = one.room == null ? undefined : page.rooms[one.room]
  const buttons = <Buttons one={one} />
  if (room && message) {
    return (
      <PointedMessage
        message={message}
        author={cards[message.sender]}
        path={messagePath(room, message.seq, message.thread)}
        note={
          <>
            {when} · {phrase('In {room}', { room: <bdi>{roomName(room, cards, me.id)}</bdi> })}
            {one.text && (
              <>
                {' '}
                · <bdi>{one.text}</bdi>
              </>
            )}
          </>
        }
      >
        {buttons}
      </PointedMessage>
    )
  }
  return (
    <li className="py-3">
      {one.text && (
        <p dir="auto" className="wrap-break-word">
          {one.text}
        </p>
      )}
      {one.seq != null && <p className="text-soft italic">{t('A message that you cannot see any more')}</p>}
      <p className="pt-0.5 text-xs text-faint">{when}</p>
      <p className="flex flex-wrap items-center gap-x-4 pt-1">{buttons}</p>
    </li>
  )
}

function Buttons({ one }: { one: Reminder }) {
  const shell = useShell()
  return (
    <>
      <TextButton
        className="text-sm"
        onClick={() => {
          // The button that has the focus goes away with its row.
          document.querySelector<HTMLElement>('h1')?.focus()
          complete(one, shell)
        }}
      >
        {t('Done // a button: it is settled')}
      </TextButton>
      <TextButton className="text-sm" onClick={({ currentTarget }) => askSnooze(one, currentTarget, shell)}>
        {one.due ? t('Snooze') : t('Change time')}
      </TextButton>
    </>
  )
}
