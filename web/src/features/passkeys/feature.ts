import { lazy } from 'react'
import type { Feature } from '../registry/feature'

export const passkeys: Feature = {
  name: 'passkeys',
  signInWays: [{ id: 'passkey', order: 210, View: lazy(() => import('./PasskeyWay')) }],
}
