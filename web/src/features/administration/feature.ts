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
    {
      id: 'sign-in',
      order: 610,
      path: 'sign-in',
      title: 'Sign-in',
      icon: 'lock',
      isOffered: isAdministrator,
      View: lazy(() => import('./SignInPage')),
    },
    {
      id: 'audit',
      order: 620,
      path: 'audit',
      title: 'Audit',
      icon: 'clock',
      isOffered: isAdministrator,
      View: lazy(() => import('./AuditPage')),
    },
  ],
  commands: [
    {
      id: 'administer-people',
      order: 690,
      label: 'Administer people',
      words: 'administration accounts roles deactivate members',
      icon: 'people',
      menus: ['server'],
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/people'),
    },
    {
      id: 'administer-sign-in',
      order: 691,
      label: 'Sign-in and registration',
      words: 'administration policy domains providers oidc single sign-on sso',
      icon: 'lock',
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/sign-in'),
    },
    {
      id: 'audit',
      order: 692,
      label: 'Audit record',
      words: 'administration log history who did what',
      icon: 'clock',
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/audit'),
    },
  ],
}
