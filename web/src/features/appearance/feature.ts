import { lazy } from 'react'
import { t } from '../../language/t'
import type { Command, Feature } from '../registry/feature'
import { changeLook, look, type Look } from './look'

export const appearance: Feature = {
  name: 'appearance',
  settingsPages: [
    {
      id: 'appearance',
      order: 100,
      path: 'appearance',
      title: t('Appearance'),
      icon: 'contrast',
      View: lazy(() => import('./AppearancePage')),
    },
  ],
  commands: [
    themeCommand('light', t('Use the light theme'), 'sun', 510),
    themeCommand('dark', t('Use the dark theme'), 'moon', 520),
    themeCommand('system', t('Use the system theme'), 'screen', 530),
  ],
}

function themeCommand(theme: Look['theme'], label: string, icon: Command['icon'], order: number): Command {
  return {
    id: `theme-${theme}`,
    order,
    label,
    words: t('appearance mode colours // other words that find a command'),
    icon,
    isOffered: () => look().theme !== theme,
    act: () => changeLook({ theme }),
  }
}
