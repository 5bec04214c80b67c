import { lazy } from 'react'
import type { Feature } from '../registry/feature'

export const providers: Feature = {
  name: 'providers',
  signInWays: [
    { id: 'providers', order: 200, bringsNewcomers: true, View: lazy(() => import('./ProviderButtons')) },
  ],
  accountSections: [{ id: 'identities', order: 300, View: lazy(() => import('./IdentitiesSection')) }],
}
