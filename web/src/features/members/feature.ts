import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'
import { MembersButton } from './MembersButton'
import { canAdd } from './offers'
import { placeIn } from './usePlace'

export const members: Feature = {
  name: 'members',
  panels: [{ path: 'members', title: t('Members'), View: lazy(() => import('./MembersPanel')) }],
  headerButtons: [{ id: 'members', order: 100, View: MembersButton }],
  slashCommands: [
    {
      id: 'invite',
      order: 220,
      name: 'invite',
      takes: t('@handle'),
      label: t('Adds people to this room'),
      icon: 'people',
      isOffered: (room, { client, me }) => canAdd(placeIn(client.store.getState().sync, room, me.id)),
      run: (rest, room, shell) => import('./invite').then(({ invite }) => invite(rest, room, shell)),
    },
  ],
  commands: [
    {
      id: 'members',
      order: 210,
      label: t('Show this room’s members'),
      words: t('people who add remove ban // other words that find a command'),
      icon: 'people',
      isOffered: ({ room }) => room !== null,
      act: (shell) => shell.openPanel('members'),
    },
  ],
}
