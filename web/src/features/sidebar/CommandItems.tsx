import { MenuItem } from '../../ui/Menu'
import { useRegistry, useShell } from '../registry/context'

interface Props {
  menu: 'server' | 'account'
  onChoose: () => void
}

/** The commands that ask to be in a menu. */
export function CommandItems({ menu, onChoose }: Props) {
  const { commands } = useRegistry()
  const shell = useShell()
  const offered = commands.filter(
    ({ menus, isOffered }) => menus?.includes(menu) && (isOffered?.(shell) ?? true),
  )
  return offered.map(({ id, icon, label, act }) => (
    <MenuItem
      key={id}
      icon={icon}
      label={label}
      onSelect={() => {
        onChoose()
        act(shell)
      }}
    />
  ))
}
