import { lazy } from 'react'
import { t } from '../../language/t'
import { onDemand } from '../../ui/onDemand'
import type { Feature } from '../registry/feature'

const RemindPopover = lazy(() => import('./RemindPopover'))

export const reminders: Feature = {
  name: 'reminders',
  sidebar: [{ id: 'reminders', order: 135, View: onDemand(() => import('./RemindersLink')) }],
  pages: [{ path: '/reminders', View: lazy(() => import('./RemindersPage')) }],
  notices: [{ id: 'reminders', order: 100, View: onDemand(() => import('./DueNote')) }],
  messageActions: [
    {
      id: 'remind',
      order: 775,
      label: t('Remind me…'),
      icon: 'bell',
      isRare: true,
      isOffered: ({ erased }) => !erased,
      act({ place, seq }, acting, opener) {
        const anchor = opener.getBoundingClientRect()
        acting.show((close) => <RemindPopover place={place} seq={seq} anchor={anchor} onClose={close} />)
      },
    },
  ],
  slashCommands: [
    {
      id: 'remind',
      order: 120,
      name: 'remind',
      takes: t('[when] [what]'),
      label: t('Reminds you of something'),
      icon: 'bell',
      run: async (rest, _room, shell) => (await import('./remind')).remind(rest, shell),
    },
  ],
  commands: [
    {
      id: 'reminders',
      order: 127,
      label: t('Reminders'),
      words: t('remind later due // other words that find a command'),
      icon: 'bell',
      act: (shell) => shell.go('/reminders'),
    },
  ],
}
