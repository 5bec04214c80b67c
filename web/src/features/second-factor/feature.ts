import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'

export const secondFactor: Feature = {
  name: 'second-factor',
  settingsPages: [
    {
      id: 'security',
      order: 210,
      path: 'security',
      title: t('Sign-in and security'),
      icon: 'lock',
      View: lazy(() => import('./SecurityPage')),
    },
  ],
}
