import { t } from '../../language/t'
import { TextButton } from '../../ui/TextButton'
import type { MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { showWhoHasSeen } from './showWhoHasSeen'
import { useReceipts } from './useReceipts'
import { seenByWords, seenWords, whoHasSeen } from './words'

/** Nothing is shown where nobody shows what they have read: "Sent" would look like "not read". */
export default function SeenLine({ message, acting }: MessageProps) {
  const { room, seq, sender } = message
  const receipts = useReceipts(room.id)
  const people = useClientState(({ sync }) => sync.people)
  const all = Object.values(receipts?.seen ?? {})
  const [only] = all
  if (!only) return null
  const readers = whoHasSeen(receipts?.seen ?? {}, seq, sender)
  return (
    <p data-receipt className="mt-0.5 text-xs text-faint">
      {room.direct?.length === 2 || readers.length === 0 ? (
        seenWords(only, seq, new Date())
      ) : (
        <TextButton className="text-faint!" onClick={() => showWhoHasSeen(message, acting)}>
          {seenByWords(readers.map((person) => people[person]?.name ?? t('Somebody')))}
        </TextButton>
      )}
    </p>
  )
}
