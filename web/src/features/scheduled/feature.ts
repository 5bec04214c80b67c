import { lazy } from 'react'
import { t } from '../../language/t'
import { onDemand } from '../../ui/onDemand'
import type { Feature } from '../registry/feature'
import { ScheduleButton } from './ScheduleButton'

export const scheduled: Feature = {
  name: 'scheduled',
  sidebar: [{ id: 'scheduled', order: 130, View: onDemand(() => import('./ScheduledLink')) }],
  pages: [{ path: '/scheduled', View: lazy(() => import('./ScheduledPage')) }],
  sendingButtons: [{ id: 'schedule', order: 100, View: ScheduleButton }],
  composerNotes: [{ id: 'scheduled', order: 100, View: onDemand(() => import('./ScheduledNote')) }],
  commands: [
    {
      id: 'scheduled',
      order: 126,
      label: t('Scheduled messages'),
      words: t('later send planned // other words that find a command'),
      icon: 'clock',
      act: (shell) => shell.go('/scheduled'),
    },
  ],
}
