import { lazy } from 'react'
import { onDemand } from '../../ui/onDemand'
import type { Feature } from '../registry/feature'

const StatusDialog = onDemand(() => import('./StatusDialog'))

export const profile: Feature = {
  name: 'profile',
  settingsPages: [
    {
      id: 'profile',
      order: 160,
      path: 'profile',
      title: 'Profile',
      icon: 'smile',
      View: lazy(() => import('./ProfilePage')),
    },
  ],
  commands: [
    {
      id: 'status',
      order: 600,
      label: 'Set a status',
      words: 'away busy holiday custom',
      icon: 'smile',
      menus: ['account'],
      act: (shell) => shell.show((close) => <StatusDialog onClose={close} />),
    },
  ],
}
