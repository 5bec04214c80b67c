import { lazy } from 'react'
import { t } from '../../language/t'
import { isSaved } from '../../sync/pointed'
import { attempt } from '../pins/attempt'
import type { Feature, MessageAction } from '../registry/feature'
import { SavedMark } from './SavedMark'

function action(id: string, label: string, isThere: boolean): MessageAction {
  return {
    id,
    order: isThere ? 750 : 760,
    label,
    icon: 'bookmark',
    ...(isThere && { key: 's' }),
    isRare: true,
    isOffered: ({ room, seq, erased, thread }, { client }) =>
      !erased && thread === null && isSaved(client.store.getState().sync, room.id, seq) !== isThere,
    act: ({ room, seq }, acting) =>
      attempt(
        acting.client,
        (to) => to.save(room.id, seq, isThere),
        acting,
        isThere ? t('Not saved') : t('Still saved'),
      ),
  }
}

export const saves: Feature = {
  name: 'saves',
  messageActions: [action('save', t('Save message'), true), action('unsave', t('Remove from saved'), false)],
  belowMessages: [{ id: 'saved', order: 60, View: SavedMark }],
  pages: [{ path: '/saved', View: lazy(() => import('./SavedPage')) }],
  commands: [
    {
      id: 'saved',
      order: 120,
      label: t('Saved messages'),
      words: t('bookmarks later // other words that find a command'),
      icon: 'bookmark',
      menus: ['account'],
      act: (shell) => shell.go('/saved'),
    },
  ],
}
