import { lazy } from 'react'
import type { Feature } from '../registry/feature'

export const secondFactor: Feature = {
  name: 'second-factor',
  settingsPages: [
    {
      id: 'security',
      order: 210,
      path: 'security',
      title: 'Sign-in and security',
      icon: 'lock',
      View: lazy(() => import('./SecurityPage')),
    },
  ],
}
