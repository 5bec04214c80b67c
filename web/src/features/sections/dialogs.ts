import { lazy } from 'react'
import { onDemand } from '../../ui/onDemand'

export const SectionDialog = lazy(() => import('./SectionDialog'))
export const DeleteSectionDialog = lazy(() => import('./DeleteSectionDialog'))
export const MoveToSectionDialog = lazy(() => import('./MoveToSectionDialog'))
export const SectionMenu = onDemand(() => import('./SectionMenu'))
