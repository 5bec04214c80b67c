import { t } from '../../language/t'
import type { Feature } from '../registry/feature'
import { whyClosed } from '../rooms/closed'

export const replies: Feature = {
  name: 'replies',
  messageActions: [
    {
      id: 'reply',
      order: 150,
      label: t('Reply'),
      icon: 'reply',
      key: 'q',
      isOffered: ({ room, erased, thread }, { isModerator }) =>
        !erased && thread === null && whyClosed(room, isModerator) === null,
      act({ room, seq, sender, body }, { client }) {
        client.edit(null)
        client.replyTo(room.id, { seq, sender, body: body.slice(0, 500) })
        // On a touch screen this opens the keyboard: one answers to write.
        document.querySelector<HTMLElement>('textarea[data-composer]')?.focus()
      },
    },
  ],
  keys: [
    { id: 'cancel-reply', order: 450, keys: ['Escape'], label: t('Cancel the reply'), group: 'Writing' },
  ],
}
