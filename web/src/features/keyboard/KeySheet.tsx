import { t } from '../../language/t'
import { Dialog } from '../../ui/Dialog'
import { KeyList } from './KeyList'

export default function KeySheet({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t('Keyboard shortcuts')} onClose={onClose}>
      <KeyList Heading="h3" />
    </Dialog>
  )
}
