import { lazy } from 'react'
import type { Command, Feature } from '../registry/feature'
import { changeLook, look, type Look } from './look'

export const appearance: Feature = {
  name: 'appearance',
  settingsPages: [
    {
      id: 'appearance',
      order: 100,
      path: 'appearance',
      title: 'Appearance',
      icon: 'contrast',
      View: lazy(() => import('./AppearancePage')),
    },
  ],
  commands: [
    themeCommand('light', 'Use the light theme', 'sun', 510),
    themeCommand('dark', 'Use the dark theme', 'moon', 520),
    themeCommand('system', 'Use the system theme', 'screen', 530),
  ],
}

function themeCommand(theme: Look['theme'], label: string, icon: Command['icon'], order: number): Command {
  return {
    id: `theme-${theme}`,
    order,
    label,
    words: 'appearance mode colours',
    icon,
    isOffered: () => look().theme !== theme,
    act: () => changeLook({ theme }),
  }
}
