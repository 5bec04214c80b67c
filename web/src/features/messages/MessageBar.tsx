import { IconButton } from '../../ui/Button'
import { useRegistry } from '../registry/context'
import type { MessageProps } from '../registry/feature'
import { offeredActions } from '../registry/registry'
import { useClientState } from '../session/context'

/**
 * What can be done with a message. Out of the way until the message is pointed at, tapped, or reached with the keyboard,
 * and beside its text always: for fingers, whose buttons are larger, one above the other.
 */
export function MessageBar({ message, acting }: MessageProps) {
  const registry = useRegistry()
  const isEditing = useClientState(
    ({ editing }) => editing?.room === message.room.id && editing.seq === message.seq,
  )
  if (isEditing) return null
  return (
    <div className="pointer-events-none absolute end-1 -top-1 flex touch:top-auto touch:bottom-0 touch:flex-col rounded-lg border border-line bg-raised opacity-0 shadow-lift group-focus-within:pointer-events-auto group-focus-within:opacity-100 group-hover:pointer-events-auto group-hover:opacity-100">
      {offeredActions(registry, message, acting).map((action) => (
        <IconButton
          key={action.id}
          icon={action.icon}
          label={action.label}
          aria-keyshortcuts={action.key?.toUpperCase()}
          onClick={(event) => action.act(message, acting, event.currentTarget)}
        />
      ))}
    </div>
  )
}
