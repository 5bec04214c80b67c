import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'
import { DraftsEntry } from './DraftsEntry'

export const drafts: Feature = {
  name: 'drafts',
  sidebar: [{ id: 'drafts', order: 115, View: DraftsEntry }],
  pages: [{ path: '/drafts', View: lazy(() => import('./DraftsPage')) }],
  commands: [
    {
      id: 'drafts',
      order: 128,
      label: t('Drafts'),
      words: t('unsent unfinished messages // other words that find a command'),
      icon: 'pencil',
      act: (shell) => shell.go('/drafts'),
    },
  ],
}
