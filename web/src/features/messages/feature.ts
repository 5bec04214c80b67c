import { flushSync } from 'react-dom'
import { t } from '../../language/t'
import { copyAndSay } from '../../ui/copy'
import type { Feature } from '../registry/feature'
import { roomPath } from '../rooms/listed'

export const messages: Feature = {
  name: 'messages',
  messageActions: [
    {
      id: 'copy-text',
      order: 770,
      label: t('Copy text'),
      icon: 'copy',
      key: 'c',
      isRare: true,
      isOffered: ({ erased }) => !erased,
      act: ({ body }, { say }) => void copyAndSay(body, t('Text copied'), say),
    },
    {
      id: 'copy-link',
      order: 780,
      label: t('Copy link'),
      icon: 'link',
      key: 'l',
      isRare: true,
      isForNotices: true,
      isOffered: ({ erased }) => !erased,
      act: ({ room, seq }, { say }) =>
        void copyAndSay(`${window.location.origin}${roomPath(room)}/${seq}`, t('Link copied'), say),
    },
    {
      id: 'unread',
      order: 800,
      label: t('Mark unread from here'),
      icon: 'unread',
      key: 'u',
      isForNotices: true,
      isOffered: ({ thread }) => thread === null,
      act: ({ room, seq, notice }, { client }) => client.markUnread(room.id, notice?.from ?? seq),
    },
    {
      id: 'erase',
      order: 900,
      label: t('Delete message'),
      icon: 'trash',
      key: 'd',
      isForNotices: true,
      isOffered: ({ sender, erased, notice }, { me, isModerator }) =>
        !erased && (notice ? isModerator && notice.messages === 1 : isModerator || sender === me.id),
      act({ place, seq }, acting) {
        // The button that has the focus goes away.
        flushSync(() => acting.client.edit(null))
        acting.focusMessage(seq)
        void acting.client.eraseMessage(place, seq)
      },
    },
  ],
  keys: [
    { id: 'send', order: 100, keys: ['Enter'], label: t('Send the message'), group: 'Writing' },
    { id: 'new-line', order: 200, keys: ['Shift+Enter'], label: t('Begin a new line'), group: 'Writing' },
  ],
}
