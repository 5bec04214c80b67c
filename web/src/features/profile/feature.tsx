import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'

const StatusDialog = lazy(() => import('./StatusDialog'))

export const profile: Feature = {
  name: 'profile',
  settingsPages: [
    {
      id: 'profile',
      order: 160,
      path: 'profile',
      title: t('Profile'),
      icon: 'smile',
      View: lazy(() => import('./ProfilePage')),
    },
  ],
  commands: [
    {
      id: 'status',
      order: 600,
      label: t('Set a status'),
      words: t('away busy holiday custom // other words that find a command'),
      icon: 'smile',
      menus: ['account'],
      act: (shell) => shell.show((close) => <StatusDialog onClose={close} />),
    },
  ],
}
