import { phrase } from '../../language/phrase'
import { pinOf } from '../../sync/pointed'
import { Icon } from '../../ui/Icon'
import type { MessageProps } from '../registry/feature'
import { useClientState } from '../session/context'

export function PinnedMark({ message: { room, seq, erased, thread } }: MessageProps) {
  const by = useClientState(({ sync }) => {
    const pin = pinOf(sync, room.id, seq)
    return pin && (sync.people[pin.pinned_by]?.name ?? '…')
  })
  if (by === null || erased || thread !== null) return null
  return (
    <p className="me-3 inline-flex max-w-full items-center gap-1 text-xs text-faint">
      <Icon name="pin" size={13} />
      <span className="min-w-0 truncate">{phrase('Pinned by {name}', { name: <bdi>{by}</bdi> })}</span>
    </p>
  )
}
