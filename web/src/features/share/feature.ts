import { lazy } from 'react'
import type { Feature } from '../registry/feature'

export const share: Feature = {
  name: 'share',
  pages: [{ path: '/share', View: lazy(() => import('./SharePage')) }],
}
