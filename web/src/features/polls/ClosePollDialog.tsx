import { t } from '../../language/t'
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
    <ConfirmDialog title={t('Close this poll?')} action={t('Close poll')} act={close} onClose={onClose}>
      {t('Nobody can vote in it any more. Everybody still sees the result.')}
    </ConfirmDialog>
  )
}
