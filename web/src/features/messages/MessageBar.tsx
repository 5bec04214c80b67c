import { t } from '../../language/t'
import { logAt } from '../../sync/places'
import { isSaved } from '../../sync/pointed'
import { IconButton } from '../../ui/Button'
import { Icon } from '../../ui/Icon'
import { MenuButton } from '../../ui/Menu'
import { useRegistry } from '../registry/context'
import type { MessageAction, MessageProps } from '../registry/feature'
import { offeredActions } from '../registry/registry'
import { useClientState } from '../session/context'
import { ActionItems } from './ActionItems'

/**
 * What can be done with a message. Out of the way until the message is pointed at, tapped, or reached with the keyboard,
 * and beside its text always: for fingers, whose buttons are larger, one above the other.
 */
export function MessageBar({ message, acting }: MessageProps) {
  const registry = useRegistry()
  const isEditing = useClientState(
    ({ editing }) => editing?.place === message.place && editing.seq === message.seq,
  )
  // What there is about a message decides what can be done with it.
  useClientState(({ sync }) => sync.logs[logAt(sync, message.place)]?.about[message.seq])
  useClientState(({ sync }) => isSaved(sync, message.room.id, message.seq))
  if (isEditing) return null
  const offered = offeredActions(registry, message, acting)
  const rare = offered.filter((action) => !isOften(action))
  return (
    <div className="pointer-events-none absolute end-1 -top-1 flex touch:top-auto touch:bottom-0 touch:flex-col rounded-lg border border-line bg-raised opacity-0 shadow-lift group-focus-within:pointer-events-auto group-focus-within:opacity-100 group-hover:pointer-events-auto group-hover:opacity-100">
      {offered.filter(isOften).map((action) => (
        <IconButton
          key={action.id}
          icon={action.icon}
          label={action.label}
          aria-keyshortcuts={action.key?.toUpperCase()}
          onClick={(event) => action.act(message, acting, event.currentTarget)}
        />
      ))}
      {rare.length > 0 && (
        <MenuButton
          label={t('More actions')}
          className="inline-flex size-9 touch:size-11 shrink-0 items-center justify-center rounded-lg text-soft transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover"
          items={(close) => <ActionItems actions={rare} message={message} acting={acting} close={close} />}
        >
          <Icon name="more" />
        </MenuButton>
      )}
    </div>
  )
}

const isOften = ({ isRare }: MessageAction) => !isRare
