import { t } from '../../language/t'
import { pollAt } from '../../sync/polls'
import type { Feature } from '../registry/feature'
import { isEditable } from './editable'
import { EditableText } from './EditableText'

export const editing: Feature = {
  name: 'editing',
  messageActions: [
    {
      id: 'edit',
      order: 200,
      label: t('Edit message'),
      icon: 'pencil',
      key: 'e',
      isOffered: (message, { me, client }, now) =>
        isEditable(message, message.room, me.id, now) &&
        !message.forwarded &&
        // What people have voted on stays as it was.
        pollAt(client.store.getState().sync, message.place, message.seq) === undefined,
      act: ({ place, seq }, { client }) => client.edit({ place, seq }),
    },
  ],
  aroundMessages: [{ id: 'editing', order: 100, View: EditableText }],
  keys: [
    { id: 'edit-last', order: 400, keys: ['ArrowUp'], label: t('Edit my last message'), group: 'Writing' },
  ],
}
