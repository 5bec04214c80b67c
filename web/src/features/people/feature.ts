import { lazy } from 'react'
import { t } from '../../language/t'
import type { Feature } from '../registry/feature'

export const people: Feature = {
  name: 'people',
  panels: [{ path: 'profile', title: t('Profile'), View: lazy(() => import('./ProfilePanel')) }],
}
