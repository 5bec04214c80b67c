import type { Room } from '../../protocol.gen'
import { unreadCount } from '../../sync/reads'
import { openMemberships, roomOf } from '../../sync/state'
import type { ClientState } from '../../sync/store'

export interface ListedRoom {
  readonly info: Room
  readonly path: string
  readonly unread: number
  readonly draft: boolean
}

type Seen = Pick<ClientState, 'sync' | 'marks' | 'drafts'>

/**
 * One's rooms by name: an order that does not move under the pointer. It is the same list until something in it has
 * changed, and sorts only when rooms came, went or changed: most frames change one number in it, or nothing.
 */
export function createRoomList(): (state: Seen) => readonly ListedRoom[] {
  let infos: readonly Room[] = []
  let sorted: readonly Room[] = []
  let listed: readonly ListedRoom[] = []

  return ({ sync, marks, drafts }) => {
    const now = openMemberships(sync).flatMap(({ room }) => roomOf(sync, room)?.info ?? [])
    if (!sameItems(now, infos)) {
      infos = now
      sorted = [...now].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1))
    }
    const known = new Map(listed.map((room) => [room.info, room]))
    const next = sorted.map((info) => {
      const unread = unreadCount(sync, marks, info.id)
      const draft = Boolean(drafts[info.id])
      const before = known.get(info)
      return before?.unread === unread && before.draft === draft
        ? before
        : { info, path: roomPath(info), unread, draft }
    })
    if (!sameItems(next, listed)) listed = next
    return listed
  }
}

export function roomPath({ slug, id }: Pick<Room, 'slug' | 'id'>): string {
  return `/r/${slug ?? id}`
}

function sameItems(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((item, at) => item === others[at])
}
