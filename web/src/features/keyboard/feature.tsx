import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature, Shell } from '../registry/feature'

const KeySheet = lazy(() => import('./KeySheet'))
const SlashSheet = lazy(() => import('./SlashSheet'))

export const keyboard: Feature = {
  name: 'keyboard',
  settingsPages: [
    {
      id: 'keyboard',
      order: 300,
      path: 'keyboard',
      title: t('Keyboard'),
      icon: 'keyboard',
      View: lazy(() => import('./KeyboardPage')),
    },
  ],
  commands: [
    {
      id: 'keyboard',
      order: 800,
      label: t('Keyboard shortcuts'),
      words: t('keys help hotkeys // other words that find a command'),
      icon: 'keyboard',
      menus: ['account'],
      act: showSheet,
    },
  ],
  slashCommands: [
    {
      id: 'help',
      order: 900,
      name: 'help',
      takes: '',
      label: t('Lists these commands'),
      icon: 'info',
      run(_rest, room, shell) {
        shell.show((close) => <SlashSheet room={room} shell={shell} onClose={close} />)
        return null
      },
    },
  ],
  keys: [
    {
      id: 'sheet',
      order: 200,
      keys: ['?', 'Mod+/'],
      label: t('Show these shortcuts'),
      group: 'Everywhere',
      act: showSheet,
    },
    {
      id: 'escape',
      order: 900,
      keys: ['Escape'],
      label: t('Close what is on top, or mark the room as read'),
      group: 'Everywhere',
    },
  ],
}

function showSheet(shell: Shell): void {
  shell.show((close) => <KeySheet onClose={close} />)
}
