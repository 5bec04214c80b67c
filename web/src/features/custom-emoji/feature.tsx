import { lazy } from 'react'
import { t } from '../../language/t'
import { isBehind } from '../../sync/emoji'
import { onDemand } from '../../ui/onDemand'
import { isAdministrator } from '../invitations/rights'
import type { Feature } from '../registry/feature'
import { useClientState } from '../session/context'

const Behind = onDemand(() => import('./Behind'))

function Reading() {
  return useClientState(({ sync }) => isBehind(sync)) ? <Behind /> : null
}

export const customEmoji: Feature = {
  name: 'custom-emoji',
  notices: [{ id: 'custom-emoji', order: 200, View: Reading }],
  settingsPages: [
    {
      id: 'emoji',
      order: 612,
      path: 'emoji',
      title: t('Emoji'),
      icon: 'smile',
      isOffered: isAdministrator,
      View: lazy(() => import('./EmojiPage')),
    },
  ],
  commands: [
    {
      id: 'emoji',
      order: 694,
      label: t('Emoji of this server'),
      words: t('administration custom add upload pictures // other words that find a command'),
      icon: 'smile',
      menus: ['server'],
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/emoji'),
    },
  ],
}
