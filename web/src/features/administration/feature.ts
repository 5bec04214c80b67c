import { lazy } from 'react'
import { t } from '../../language/t'
import { isAdministrator } from '../invitations/rights'
import type { Feature } from '../registry/feature'

export const administration: Feature = {
  name: 'administration',
  settingsPages: [
    {
      id: 'server',
      order: 599,
      path: 'server',
      title: t('Server'),
      icon: 'info',
      isOffered: isAdministrator,
      View: lazy(() => import('./ServerPage')),
    },
    {
      id: 'people',
      order: 600,
      path: 'people',
      title: t('People'),
      icon: 'people',
      isOffered: isAdministrator,
      View: lazy(() => import('./PeoplePage')),
    },
    {
      id: 'rooms',
      order: 602,
      path: 'rooms',
      title: t('Rooms'),
      icon: 'hash',
      isOffered: isAdministrator,
      View: lazy(() => import('./AllRoomsPage')),
    },
    {
      id: 'sign-in',
      order: 610,
      path: 'sign-in',
      title: t('Sign-in'),
      icon: 'lock',
      isOffered: isAdministrator,
      View: lazy(() => import('./SignInPage')),
    },
    {
      id: 'audit',
      order: 620,
      path: 'audit',
      title: t('Audit'),
      icon: 'clock',
      isOffered: isAdministrator,
      View: lazy(() => import('./AuditPage')),
    },
  ],
  commands: [
    {
      id: 'administer-server',
      order: 689,
      label: t('Name of the server'),
      words: t('administration general rename // other words that find a command'),
      icon: 'info',
      menus: ['server'],
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/server'),
    },
    {
      id: 'administer-people',
      order: 690,
      label: t('Administer people'),
      words: t('administration accounts roles deactivate members // other words that find a command'),
      icon: 'people',
      menus: ['server'],
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/people'),
    },
    {
      id: 'administer-sign-in',
      order: 691,
      label: t('Sign-in and registration'),
      words: t(
        'administration policy domains providers oidc single sign-on sso // other words that find a command',
      ),
      icon: 'lock',
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/sign-in'),
    },
    {
      id: 'audit',
      order: 692,
      label: t('Audit record'),
      words: t('administration log history who did what // other words that find a command'),
      icon: 'clock',
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/audit'),
    },
  ],
}
