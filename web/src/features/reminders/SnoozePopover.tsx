import { WhenPopover } from '../later/WhenPopover'

interface Props {
  anchor: DOMRect
  onChoose: (at: Date) => Promise<void>
  onClose: () => void
}

export function SnoozePopover(props: Props) {
  return <WhenPopover title="Remind me again" verb="Snooze" {...props} />
}
