import { lazy } from 'react'
import type { Feature } from '../registry/feature'

export const people: Feature = {
  name: 'people',
  panels: [{ path: 'profile', title: 'Profile', View: lazy(() => import('./ProfilePanel')) }],
}
