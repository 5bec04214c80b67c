import { lazy } from 'react'
import { t } from '../../language/t'
import { onDemand } from '../../ui/onDemand'
import type { Feature } from '../registry/feature'

const SignOutDialog = onDemand(() => import('./SignOutDialog'))

export const account: Feature = {
  name: 'account',
  settingsPages: [
    {
      id: 'account',
      order: 200,
      path: 'account',
      title: t('Account'),
      icon: 'person',
      View: lazy(() => import('./AccountPage')),
    },
  ],
  commands: [
    {
      id: 'settings',
      order: 700,
      label: t('Settings'),
      words: t('preferences options // other words that find a command'),
      icon: 'gear',
      menus: ['account'],
      act: (shell) => shell.go('/settings'),
    },
    {
      id: 'sign-out',
      order: 900,
      label: t('Sign out'),
      words: t('log out leave // other words that find a command'),
      icon: 'leave',
      menus: ['account'],
      act: (shell) => shell.show((close) => <SignOutDialog onClose={close} />),
    },
  ],
}
