import { MenuItem } from '../../ui/Menu'
import type { MessageAction, MessageProps } from '../registry/feature'

interface Props extends MessageProps {
  actions: readonly MessageAction[]
  close: () => void
}

/** Actions on a message as the lines of a menu, which gives the focus back before one of them begins. */
export function ActionItems({ actions, message, acting, close }: Props) {
  return actions.map(({ id, icon, label, key, act }) => (
    <MenuItem
      key={id}
      icon={icon}
      label={label}
      hint={key && <kbd className="text-xs text-faint touch:hidden">{key.toUpperCase()}</kbd>}
      onSelect={() => {
        close()
        act(message, acting, document.activeElement as HTMLElement)
      }}
    />
  ))
}
