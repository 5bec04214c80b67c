import { t } from '../../language/t'
import { WhenPopover } from '../later/WhenPopover'

interface Props {
  anchor: DOMRect
  onChoose: (at: Date) => Promise<void>
  onClose: () => void
}

export function SnoozePopover(props: Props) {
  return <WhenPopover title={t('Remind me again')} verb={t('Snooze')} {...props} />
}
