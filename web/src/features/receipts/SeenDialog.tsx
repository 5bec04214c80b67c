import { t } from '../../language/t'
import type { RoomReceipts } from '../../sync/receipts'
import { Dialog } from '../../ui/Dialog'
import { Skeleton } from '../../ui/Skeleton'
import { sinceWhen } from '../messages/times'
import { Avatar } from '../people/Avatar'
import type { ShownMessage } from '../registry/feature'
import { useClientState } from '../session/context'
import { useReceipts } from './useReceipts'
import { seenAt, whoHasSeen } from './words'

const REASONS: Readonly<Record<NonNullable<RoomReceipts['hidden']>, string>> = {
  by_server: t('On this server nobody sees who has read what.'),
  by_you: t('You hide what you have read, so you do not see what others have. Your account has the switch.'),
  too_large: t('In rooms of more than 100 members nobody sees who has read what.'),
}

/** Everybody who has seen a message, of those who show it. */
export default function SeenDialog({ message, onClose }: { message: ShownMessage; onClose: () => void }) {
  const receipts = useReceipts(message.room.id)
  return (
    <Dialog title={t('Seen by // a title above a list of people')} onClose={onClose}>
      {!receipts ? (
        <Skeleton label={t('Loading')} lines={3} />
      ) : receipts.hidden ? (
        <p className="py-4 text-soft">{REASONS[receipts.hidden]}</p>
      ) : (
        <Readers receipts={receipts} message={message} />
      )}
    </Dialog>
  )
}

function Readers({ receipts, message }: { receipts: RoomReceipts; message: ShownMessage }) {
  const people = useClientState(({ sync }) => sync.people)
  const readers = whoHasSeen(receipts.seen, message.seq, message.sender)
  return (
    <>
      {readers.length === 0 && <p className="py-4 text-soft">{t('Nobody has seen this message yet.')}</p>}
      <ul className="flex flex-col gap-2 empty:hidden">
        {readers.map((person) => {
          const name = people[person]?.name ?? t('Somebody')
          const seen = receipts.seen[person]
          const at = seen ? seenAt(seen, message.seq) : null
          return (
            <li key={person} className="flex items-center gap-3">
              <Avatar id={person} name={name} />
              <span className="min-w-0 flex-1 truncate" dir="auto">
                {name}
              </span>
              {at && <span className="text-sm text-faint">{sinceWhen(at, new Date())}</span>}
            </li>
          )
        })}
      </ul>
      <p className="pt-4 text-sm text-faint">{t('People who hide what they have read are not listed.')}</p>
    </>
  )
}
