import { lazy } from 'react'
import { onDemand } from '../../ui/onDemand'

export const CreateRoomDialog = lazy(() => import('./CreateRoomDialog'))
export const LeaveDialog = lazy(() => import('./LeaveDialog'))
export const NoRooms = onDemand(() => import('./NoRooms'))
export const Welcome = onDemand(() => import('./Welcome'))
