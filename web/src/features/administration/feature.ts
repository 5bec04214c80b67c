import { lazy } from 'react'
import { isAdministrator } from '../invitations/rights'
import type { Feature } from '../registry/feature'

export const administration: Feature = {
  name: 'administration',
  settingsPages: [
    {
      id: 'people',
      order: 600,
      path: 'people',
      title: 'People',
      icon: 'people',
      isOffered: isAdministrator,
      View: lazy(() => import('./PeoplePage')),
    },
  ],
  commands: [
    {
      id: 'administer-people',
      order: 690,
      label: 'Administer people',
      words: 'administration accounts roles registration deactivate members',
      icon: 'people',
      menus: ['server'],
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/people'),
    },
  ],
}
