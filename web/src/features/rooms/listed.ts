import { locale } from '../../language/languages'
import type { Mute, Room } from '../../protocol.gen'
import { mentionCounts, newsIn } from '../../sync/mentions'
import { muteOf } from '../../sync/muting'
import { openMemberships, roomOf, type SyncState } from '../../sync/state'
import type { ClientState } from '../../sync/store'
import { roomName } from './names'

export interface ListedRoom {
  readonly info: Room
  readonly name: string
  readonly path: string
  /** How many messages are unread and count: none in a muted room. */
  readonly unread: number
  /** How many of them mention one. */
  readonly mentions: number
  readonly muted: Mute['level'] | null
  readonly draft: boolean
}

type Seen = Pick<ClientState, 'sync' | 'marks' | 'now' | 'drafts'>

/**
 * One's rooms by name: an order that does not move under the pointer. It is the same list until something in it has
 * changed, and sorts only when rooms came, went or changed: most frames change one number in it, or nothing.
 */
export function createRoomList(): (state: Seen) => readonly ListedRoom[] {
  let infos: readonly Room[] = []
  let people: SyncState['people'] | null = null
  let sorted: readonly Named[] = []
  let listed: readonly ListedRoom[] = []

  return ({ sync, marks, now: time, drafts }) => {
    const seen = { sync, marks, now: time }
    const now = openMemberships(sync).flatMap(({ room }) => roomOf(sync, room)?.info ?? [])
    if (people !== sync.people || !sameItems(now, infos)) {
      infos = now
      people = sync.people
      sorted = named(now, sync)
    }
    const known = new Map(listed.map((room) => [room.info, room]))
    const counts = mentionCounts(seen).rooms
    const next = sorted.map(({ info, name }) => {
      const mentions = counts[info.id] ?? 0
      const unread = newsIn(seen, info.id, mentions)
      const muted = muteOf(seen, info.id)?.level ?? null
      const draft = Boolean(drafts[info.id])
      const before = known.get(info)
      return before?.unread === unread &&
        before.mentions === mentions &&
        before.muted === muted &&
        before.draft === draft &&
        before.name === name
        ? before
        : { info, name, path: roomPath(info), unread, mentions, muted, draft }
    })
    if (!sameItems(next, listed)) listed = next
    return listed
  }
}

export function roomPath({ slug, id }: Pick<Room, 'slug' | 'id'>): string {
  return `/r/${slug ?? id}`
}

type Named = Pick<ListedRoom, 'info' | 'name'>

function named(infos: readonly Room[], { people, me }: SyncState): readonly Named[] {
  return infos
    .map((info) => ({ info, name: roomName(info, people, me?.id ?? '') }))
    .sort((a, b) => a.name.localeCompare(b.name, locale) || (a.info.id < b.info.id ? -1 : 1))
}

function sameItems(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((item, at) => item === others[at])
}
