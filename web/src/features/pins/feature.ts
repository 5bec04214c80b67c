import { lazy } from 'react'
import { t } from '../../language/t'
import { pinOf } from '../../sync/pointed'
import type { Acting, Feature, MessageAction, ShownMessage } from '../registry/feature'
import { attempt } from './attempt'
import { PinnedMark } from './PinnedMark'

function action(id: string, label: string, isThere: boolean): MessageAction {
  return {
    id,
    order: isThere ? 700 : 710,
    label,
    icon: 'pin',
    ...(isThere && { key: 'p' }),
    isRare: true,
    isOffered: (message, acting) => mayPin(message, acting) && isPinned(message, acting) !== isThere,
    act: ({ room, seq }, acting) =>
      attempt(
        acting.client,
        (to) => to.pin(room.id, seq, isThere),
        acting,
        isThere ? t('Not pinned') : t('Not unpinned'),
      ),
  }
}

function mayPin({ room, erased, thread }: ShownMessage, { isModerator }: Acting): boolean {
  return !erased && thread === null && !room.archived_at && (isModerator || room.kind === 'direct')
}

function isPinned({ room, seq }: ShownMessage, { client }: Acting): boolean {
  return pinOf(client.store.getState().sync, room.id, seq) !== null
}

export const pins: Feature = {
  name: 'pins',
  messageActions: [action('pin', t('Pin message'), true), action('unpin', t('Unpin message'), false)],
  belowMessages: [{ id: 'pinned', order: 50, View: PinnedMark }],
  panels: [{ path: 'pinned', title: t('Pinned messages'), View: lazy(() => import('./PinnedPanel')) }],
  roomMenu: [
    {
      id: 'pinned',
      order: 150,
      label: t('Pinned messages'),
      icon: 'pin',
      act: (_room, shell) => shell.openPanel('pinned'),
    },
  ],
  commands: [
    {
      id: 'pinned',
      order: 220,
      label: t('Show this room’s pinned messages'),
      words: t('pins important // other words that find a command'),
      icon: 'pin',
      isOffered: ({ room }) => room !== null,
      act: (shell) => shell.openPanel('pinned'),
    },
  ],
}
