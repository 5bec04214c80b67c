import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'
import { MentionsEntry } from './MentionsEntry'
import { UnreachedNote } from './UnreachedNote'

export const mentions: Feature = {
  name: 'mentions',
  sidebar: [{ id: 'mentions', order: 90, View: MentionsEntry }],
  pages: [{ path: '/mentions', View: lazy(() => import('./MentionsPage')) }],
  belowMessages: [{ id: 'unreached', order: 40, View: UnreachedNote }],
  commands: [
    {
      id: 'mentions',
      order: 122,
      label: t('Mentions'),
      words: t('inbox at me pings // other words that find a command'),
      icon: 'mention',
      act: (shell) => shell.go('/mentions'),
    },
  ],
}
