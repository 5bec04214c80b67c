import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'
import { ForwardedInstead } from './ForwardedInstead'

const ForwardDialog = lazy(() => import('./ForwardDialog'))

export const forwards: Feature = {
  name: 'forwards',
  messageActions: [
    {
      id: 'forward',
      order: 170,
      label: t('Forward…'),
      icon: 'forward',
      key: 'f',
      isRare: true,
      isOffered: ({ erased, forwarded }) => !erased && !forwarded?.erased,
      act: (message, { show, say }) =>
        show((close) => <ForwardDialog message={message} say={say} onClose={close} />),
    },
  ],
  aroundMessages: [{ id: 'forwards', order: 60, View: ForwardedInstead }],
}
