import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import type { Feature, RoomMenuItem, Shell } from '../registry/feature'
import { arrange } from '../rooms/moving'
import { moveBefore } from './arranging'
import { MoveToSectionDialog, SectionDialog } from './dialogs'
import { SectionsInSidebar } from './SectionsInSidebar'
import { listsOf, placeIn, shownIn } from './shown'

const WORDS = t('group folder category sort rooms sidebar // other words that find a command')

const choose = (shell: Shell, room: Room) =>
  shell.show((close) => <MoveToSectionDialog room={room} onClose={close} />)

const moving = (id: string, order: number, label: string, icon: 'up' | 'down'): RoomMenuItem => {
  const step = icon === 'up' ? -1 : 1
  return {
    id,
    order,
    label,
    icon,
    isOffered: ({ info }, shell) => placeIn(shell, info.id, step) !== undefined,
    act({ info }, shell) {
      const [section, before] = [shownIn(shell, info.id), placeIn(shell, info.id, step)]
      if (section !== null && before !== undefined) moveBefore(shell, info.id, section, before)
    },
  }
}

export const sections: Feature = {
  name: 'sections',
  sidebar: [{ id: 'sections', order: 160, View: SectionsInSidebar }],
  roomLists: [
    {
      id: 'sections',
      order: 200,
      lists: listsOf,
      release: (shell, room) => arrange(shell, (rooms) => rooms.takeFromSection(room)),
    },
  ],
  roomMenu: [
    {
      id: 'move-to-section',
      order: 350,
      label: t('Move to section…'),
      icon: 'bullets',
      act: ({ info }, shell) => choose(shell, info),
    },
    moving('section-up', 360, t('Move up in section'), 'up'),
    moving('section-down', 370, t('Move down in section'), 'down'),
  ],
  commands: [
    {
      id: 'new-section',
      order: 105,
      label: t('New section'),
      words: WORDS,
      icon: 'plus',
      menus: ['server'],
      act: (shell) => shell.show((close) => <SectionDialog onClose={close} />),
    },
    {
      id: 'move-room-to-section',
      order: 214,
      label: t('Move this room to a section…'),
      words: WORDS,
      icon: 'bullets',
      isOffered: ({ room }) => room !== null,
      act: (shell) => shell.room && choose(shell, shell.room),
    },
  ],
}
