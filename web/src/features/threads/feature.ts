import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'
import { threadOf } from './known'
import { ThreadLine } from './ThreadLine'
import { ThreadsEntry } from './ThreadsEntry'

export const threads: Feature = {
  name: 'threads',
  sidebar: [{ id: 'threads', order: 100, View: ThreadsEntry }],
  pages: [{ path: '/threads', View: lazy(() => import('./ThreadsPage')) }],
  panels: [{ path: 'thread', title: t('Thread'), View: lazy(() => import('./ThreadPanel')) }],
  belowMessages: [{ id: 'thread', order: 150, View: ThreadLine }],
  messageActions: [
    {
      id: 'thread',
      order: 160,
      label: t('Reply in thread'),
      icon: 'thread',
      key: 't',
      isOffered: ({ room, seq, erased, thread }, { client }) =>
        !erased &&
        thread === null &&
        (room.threads !== 'off' || threadOf(client.store.getState().sync, room.id, seq) !== null),
      act: ({ seq }, { openPanel }) => openPanel(`thread/${seq}`),
    },
  ],
  commands: [
    {
      id: 'threads',
      order: 125,
      label: t('Threads'),
      words: t('replies inbox followed conversations // other words that find a command'),
      icon: 'thread',
      act: (shell) => shell.go('/threads'),
    },
  ],
}
