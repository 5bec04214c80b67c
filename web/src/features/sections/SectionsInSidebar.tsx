import { useMemo } from 'react'
import { t } from '../../language/t'
import type { Section } from '../../protocol.gen'
import { ownRows, sectionsOf } from '../../sync/arranging'
import { Icon } from '../../ui/Icon'
import { MenuButton, MenuItem } from '../../ui/Menu'
import { useShell } from '../registry/context'
import { useRoomList } from '../rooms/groups'
import { RoomsIn } from '../rooms/RoomRows'
import { useClientState } from '../session/context'
import { listId, mayMoveSection, moveBefore, moveSectionBy } from './arranging'
import { DeleteSectionDialog, SectionDialog } from './dialogs'

export function SectionsInSidebar() {
  const rows = useClientState(({ sync }) => ownRows(sync)['section'])
  const sections = useMemo(() => sectionsOf(rows ? { section: rows } : {}), [rows])
  return sections.map((section) => <SectionInSidebar key={section.id} section={section} />)
}

function SectionInSidebar({ section }: { section: Section }) {
  const shell = useShell()
  const rooms = useRoomList(listId(section.id))
  return (
    <RoomsIn
      id={listId(section.id)}
      title={section.name}
      actions={<SectionMenu section={section} />}
      rooms={rooms}
      put={(room, before) => moveBefore(shell, room, section.id, before)}
      isOrdered
      after={
        rooms.length === 0 && (
          <p className="px-2 pb-1 text-xs text-faint">
            {t('Empty. A room’s menu moves it here; a mouse can drag it.')}
          </p>
        )
      }
    />
  )
}

function SectionMenu({ section }: { section: Section }) {
  const shell = useShell()
  return (
    <MenuButton
      label={t('More about the section {name}', { name: section.name })}
      className="inline-flex size-7 touch:size-11 shrink-0 items-center justify-center rounded-lg text-soft opacity-0 transition-colors group-hover/section:opacity-100 hover:bg-hover hover:text-ink focus-visible:opacity-100 aria-expanded:opacity-100 touch:opacity-100"
      items={(close) => {
        const item = (icon: 'pencil' | 'up' | 'down' | 'plus' | 'trash', label: string, act: () => void) => (
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
        const { id } = section
        return (
          <>
            {item('pencil', t('Rename section…'), () =>
              shell.show((end) => <SectionDialog section={section} onClose={end} />),
            )}
            {mayMoveSection(shell, id, -1) &&
              item('up', t('Move section up'), () => moveSectionBy(shell, id, -1))}
            {mayMoveSection(shell, id, 1) &&
              item('down', t('Move section down'), () => moveSectionBy(shell, id, 1))}
            {item('plus', t('New section…'), () => shell.show((end) => <SectionDialog onClose={end} />))}
            {item('trash', t('Delete section…'), () =>
              shell.show((end) => <DeleteSectionDialog section={section} onClose={end} />),
            )}
          </>
        )
      }}
    >
      <Icon name="more" size={16} />
    </MenuButton>
  )
}
