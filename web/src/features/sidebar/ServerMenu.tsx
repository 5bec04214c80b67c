import { useContext } from 'react'
import { Icon } from '../../ui/Icon'
import { Logo } from '../../ui/Logo'
import { MenuButton } from '../../ui/Menu'
import { ServerName } from '../../ui/useTitle'
import { CommandItems } from './CommandItems'

export function ServerMenu() {
  const name = useContext(ServerName)
  return (
    <MenuButton
      label={name}
      isLabelled
      className="flex h-10 touch:h-11 w-full items-center gap-2.5 rounded-lg px-2 text-start transition-colors hover:bg-hover aria-expanded:bg-hover"
      items={(close) => <CommandItems menu="server" onChoose={close} />}
    >
      <Logo size={22} />
      <span className="min-w-0 truncate font-semibold tracking-tight" dir="auto">
        {name}
      </span>
      <span className="text-faint">
        <Icon name="chevron" size={14} />
      </span>
    </MenuButton>
  )
}
