import { ConfirmDialog } from '../members/ConfirmDialog'
import type { MessageProps } from '../registry/feature'

/** Asks once more: a closed poll is not opened again. */
export default function ClosePollDialog({
  message,
  acting,
  onClose,
}: MessageProps & { onClose: () => void }) {
  const { place, seq } = message
  const close = async () => (await acting.client.polling()).close(place, seq)
  return (
    <ConfirmDialog title="Close this poll?" action="Close poll" act={close} onClose={onClose}>
      Nobody can vote in it any more. Everybody still sees the result.
    </ConfirmDialog>
  )
}
