import { useMemo } from 'react'
import type { Room } from '../../protocol.gen'
import { unreadCount } from '../../sync/reads'
import { openMemberships } from '../../sync/state'
import { useClientState } from '../session/context'

export interface ListedRoom {
  readonly info: Room
  readonly path: string
  readonly unread: number
  readonly draft: boolean
}

/** One's rooms by name: an order that does not move under the pointer. */
export function useRooms(): ListedRoom[] {
  const sync = useClientState((state) => state.sync)
  const marks = useClientState((state) => state.marks)
  // As one string: it changes when a draft begins or ends, not with every key.
  const drafted = useClientState(({ drafts }) =>
    Object.keys(drafts)
      .filter((room) => drafts[room])
      .join(' '),
  )
  return useMemo(() => {
    const drafts = new Set(drafted.split(' '))
    const rooms = openMemberships(sync).flatMap(({ room }) => sync.rooms[room]?.info ?? [])
    return rooms
      .map((info) => ({
        info,
        path: roomPath(info),
        unread: unreadCount(sync, marks, info.id),
        draft: drafts.has(info.id),
      }))
      .sort((a, b) => a.info.name.localeCompare(b.info.name) || (a.info.id < b.info.id ? -1 : 1))
  }, [sync, marks, drafted])
}

export function roomPath({ slug, id }: Pick<Room, 'slug' | 'id'>): string {
  return `/r/${slug ?? id}`
}
