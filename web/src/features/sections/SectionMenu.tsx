import type { RefObject } from 'react'
import { t } from '../../language/t'
import type { Section } from '../../protocol.gen'
import { ownRows, sectionsOf } from '../../sync/arranged'
import type { IconName } from '../../ui/Icon'
import { Menu, MenuItem } from '../../ui/Menu'
import { useShell } from '../registry/context'
import { arrange, placeAfterMove } from '../rooms/moving'
import { DeleteSectionDialog, SectionDialog } from './dialogs'

interface Props {
  section: Section
  opener: RefObject<HTMLButtonElement | null>
  onLeave: () => void
}

export default function SectionMenu({ section, opener, onLeave }: Props) {
  const shell = useShell()
  const order = sectionsOf(ownRows(shell.client.store.getState().sync)).map(({ id }) => id)
  const close = () => {
    onLeave()
    opener.current?.focus()
  }
  const item = (icon: IconName, label: string, act: () => void) => (
    <MenuItem
      icon={icon}
      label={label}
      isDangerous={icon === 'trash'}
      onSelect={() => {
        close()
        act()
      }}
    />
  )
  const moving = (icon: IconName, label: string, step: 1 | -1) => {
    const before = placeAfterMove(order, section.id, step)
    if (before === undefined) return null
    return item(icon, label, () => arrange(shell, (sections) => sections.moveSection(section.id, before)))
  }
  return (
    <Menu
      label={t('More about the section {name}', { name: section.name })}
      opener={opener}
      onClose={close}
      onLeave={onLeave}
    >
      {item('pencil', t('Rename section…'), () =>
        shell.show((end) => <SectionDialog section={section} onClose={end} />),
      )}
      {moving('up', t('Move section up'), -1)}
      {moving('down', t('Move section down'), 1)}
      {item('plus', t('New section…'), () => shell.show((end) => <SectionDialog onClose={end} />))}
      {item('trash', t('Delete section…'), () =>
        shell.show((end) => <DeleteSectionDialog section={section} onClose={end} />),
      )}
    </Menu>
  )
}
