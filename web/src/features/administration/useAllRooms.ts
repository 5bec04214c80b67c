import { useCallback } from 'react'
import type { AllRoomsPage } from '../../protocol.gen'
import { useSession } from '../session/context'
import { usePages } from './usePages'

/** Every room of the server in whose name or address a word begins as typed. */
export function useAllRooms(typed: string) {
  const { api } = useSession()
  const prefix = typed.trim()
  const ask = useCallback(
    (after?: string) => api.call('room.list_all', { prefix, ...(after !== undefined && { after }) }),
    [api, prefix],
  )
  return usePages(ask, joined, prefix !== '')
}

function joined(shown: AllRoomsPage, next: AllRoomsPage): AllRoomsPage {
  return {
    rooms: [...shown.rooms, ...next.rooms],
    counters: { ...shown.counters, ...next.counters },
    more: next.more,
  }
}
