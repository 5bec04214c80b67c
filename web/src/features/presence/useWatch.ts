import { useEffect } from 'react'
import { useClient } from '../session/context'

/** Watches who is there of the people of a room, for as long as the room is shown. */
export function useWatch(room: string): void {
  const { signals } = useClient()
  useEffect(() => signals.watch(room), [signals, room])
}
