import { onDemand } from '../../ui/onDemand'

export const CreateRoomDialog = onDemand(() => import('./CreateRoomDialog'))
export const LeaveDialog = onDemand(() => import('./LeaveDialog'))
export const NoRooms = onDemand(() => import('./NoRooms'))
export const Welcome = onDemand(() => import('./Welcome'))
