import { onDemand } from '../../ui/onDemand'

export const SectionDialog = onDemand(() => import('./SectionDialog'))
export const DeleteSectionDialog = onDemand(() => import('./DeleteSectionDialog'))
export const MoveToSectionDialog = onDemand(() => import('./MoveToSectionDialog'))
export const SectionMenu = onDemand(() => import('./SectionMenu'))
