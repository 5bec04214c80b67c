import { lazy } from 'react'
import { onDemand } from '../../ui/onDemand'
import type { Feature } from '../registry/feature'

const RemindPopover = onDemand(() => import('./RemindPopover'))

export const reminders: Feature = {
  name: 'reminders',
  sidebar: [{ id: 'reminders', order: 135, View: onDemand(() => import('./RemindersLink')) }],
  pages: [{ path: '/reminders', View: lazy(() => import('./RemindersPage')) }],
  notices: [{ id: 'reminders', order: 100, View: onDemand(() => import('./DueNote')) }],
  messageActions: [
    {
      id: 'remind',
      order: 775,
      label: 'Remind me…',
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
      takes: '[when] [what]',
      label: 'Reminds you of something',
      icon: 'bell',
      run: async (rest, _room, shell) => (await import('./remind')).remind(rest, shell),
    },
  ],
  commands: [
    {
      id: 'reminders',
      order: 127,
      label: 'Reminders',
      words: 'remind later due',
      icon: 'bell',
      act: (shell) => shell.go('/reminders'),
    },
  ],
}
