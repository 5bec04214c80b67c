import { lazy } from 'react'
import type { Feature } from '../registry/feature'
import { MembersButton } from './MembersButton'

export const members: Feature = {
  name: 'members',
  panels: [{ path: 'members', title: 'Members', View: lazy(() => import('./MembersPanel')) }],
  headerButtons: [{ id: 'members', order: 100, View: MembersButton }],
  commands: [
    {
      id: 'members',
      order: 210,
      label: 'Show this room’s members',
      words: 'people who add remove ban',
      icon: 'people',
      isOffered: ({ room }) => room !== null,
      act: (shell) => shell.openPanel('members'),
    },
  ],
}
