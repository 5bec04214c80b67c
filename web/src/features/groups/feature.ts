import { lazy } from 'react'
import { t } from '../../language/t'
import { isAdministrator } from '../invitations/rights'
import type { Feature } from '../registry/feature'

export const groups: Feature = {
  name: 'groups',
  panels: [{ path: 'group', title: t('Group'), View: lazy(() => import('./GroupPanel')) }],
  settingsPages: [
    {
      id: 'groups',
      order: 603,
      path: 'groups',
      title: t('Groups'),
      icon: 'people',
      isOffered: isAdministrator,
      View: lazy(() => import('./GroupsPage')),
    },
  ],
  completions: [
    {
      label: t('People'),
      trigger: '@',
      query: /^[^\s@]*$/,
      find: (query, place) => import('./completion').then(({ groupsNamed }) => groupsNamed(query, place)),
    },
  ],
  commands: [
    {
      id: 'administer-groups',
      order: 695,
      label: t('Administer groups'),
      words: t('administration teams mention members // other words that find a command'),
      icon: 'people',
      menus: ['server'],
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/groups'),
    },
  ],
}
