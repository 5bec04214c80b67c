import { t } from '../../language/t'
import { forgetEmoji } from '../emoji/recent'
import type { Feature } from '../registry/feature'
import { pickReaction } from './picking'
import { Reactions } from './Reactions'

export const reactions: Feature = {
  name: 'reactions',
  messageActions: [
    {
      id: 'react',
      order: 100,
      label: t('React // a verb, on a button'),
      icon: 'smile',
      key: 'r',
      isOffered: ({ erased }) => !erased,
      act: pickReaction,
    },
  ],
  belowMessages: [{ id: 'reactions', order: 100, View: Reactions }],
  forget: forgetEmoji,
}
