import { lazy } from 'react'
import { t } from '../../language/t'
import { onDemand } from '../../ui/onDemand'
import { isAdministrator } from '../invitations/rights'
import type { Feature } from '../registry/feature'
import { showReports } from './opening'
import { looksAfter } from './rights'

const ReportDialog = lazy(() => import('./ReportDialog'))

export const reports: Feature = {
  name: 'reports',
  sidebar: [{ id: 'reports', order: 138, View: onDemand(() => import('./ReportsLink')) }],
  headerButtons: [{ id: 'reports', order: 30, View: onDemand(() => import('./ReportsButton')) }],
  messageActions: [
    {
      id: 'report',
      order: 850,
      label: t('Report message'),
      icon: 'flag',
      isRare: true,
      isOffered: ({ sender, erased }, { me }) => !erased && sender !== me.id,
      act: (message, acting) =>
        acting.show((close) => <ReportDialog message={message} onSay={acting.say} onClose={close} />),
    },
  ],
  roomMenu: [
    {
      id: 'reports',
      order: 160,
      label: t('Reports'),
      icon: 'flag',
      isOffered: ({ info }, { client }) => looksAfter(client.store.getState().sync, info),
      act: ({ info }, shell) => showReports(shell, info),
    },
  ],
  settingsPages: [
    {
      id: 'reports',
      order: 605,
      path: 'reports',
      title: t('Reports'),
      icon: 'flag',
      isOffered: isAdministrator,
      View: lazy(() => import('./ReportsPage')),
    },
  ],
  commands: [
    {
      id: 'reports',
      order: 693,
      label: t('Reported messages'),
      words: t('administration moderation abuse spam complaints // other words that find a command'),
      icon: 'flag',
      menus: ['server'],
      isOffered: ({ me }) => isAdministrator(me),
      act: (shell) => shell.go('/settings/reports'),
    },
  ],
}
