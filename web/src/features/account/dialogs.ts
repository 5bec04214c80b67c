import { lazy } from 'react'

export const SignOutDialog = lazy(() => import('./SignOutDialog'))
