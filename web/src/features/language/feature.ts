import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'

export const language: Feature = {
  name: 'language',
  settingsPages: [
    {
      id: 'language',
      order: 110,
      path: 'language',
      title: t('Language'),
      icon: 'globe',
      View: lazy(() => import('./LanguagePage')),
    },
  ],
}
