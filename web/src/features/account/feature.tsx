import { lazy } from 'react'
import type { Feature } from '../registry/feature'
import { SignOutDialog } from './SignOutDialog'

export const account: Feature = {
  name: 'account',
  settingsPages: [
    {
      id: 'account',
      order: 200,
      path: 'account',
      title: 'Account',
      icon: 'person',
      View: lazy(() => import('./AccountPage')),
    },
  ],
  commands: [
    {
      id: 'settings',
      order: 700,
      label: 'Settings',
      words: 'preferences options',
      icon: 'gear',
      menus: ['account'],
      act: (shell) => shell.go('/settings'),
    },
    {
      id: 'sign-out',
      order: 900,
      label: 'Sign out',
      words: 'log out leave',
      icon: 'leave',
      menus: ['account'],
      act: (shell) => shell.show((close) => <SignOutDialog onClose={close} />),
    },
  ],
}
