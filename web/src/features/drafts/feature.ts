import { lazy } from 'react'
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
      label: 'Drafts',
      words: 'unsent unfinished messages',
      icon: 'pencil',
      act: (shell) => shell.go('/drafts'),
    },
  ],
}
