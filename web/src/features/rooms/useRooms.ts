import { useState } from 'react'
import { useClientState } from '../session/context'
import { createRoomList, type ListedRoom } from './listed'

export function useRooms(): readonly ListedRoom[] {
  const [list] = useState(createRoomList)
  return useClientState(list)
}
