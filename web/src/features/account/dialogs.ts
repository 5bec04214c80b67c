import { onDemand } from '../../ui/onDemand'

export const SignOutDialog = onDemand(() => import('./SignOutDialog'))
