import { favouriteAt } from '../../sync/arranging'
import type { SyncState } from '../../sync/state'
import { openMemberships } from '../../sync/state'
import type { Shell } from '../registry/feature'

/** The favourites, from top to bottom, without a room that is moved. */
export function favouritesIn(sync: SyncState): string[] {
  const place = (room: string) => favouriteAt(sync, room)
  const rooms = openMemberships(sync).map(({ room }) => room)
  return rooms.filter((room) => place(room) !== null).toSorted((a, b) => place(a)! - place(b)!)
}

/** Before which room one stands after it has moved: null for the end, undefined where it cannot move. */
export function placeAfterMove(
  order: readonly string[],
  room: string,
  step: 1 | -1,
): string | null | undefined {
  const at = order.indexOf(room)
  const to = at + step
  if (at < 0 || to < 0 || to >= order.length) return undefined
  return (step < 0 ? order[to] : order[to + 1]) ?? null
}

export const isFavourite = (shell: Shell, room: string): boolean => favouriteAt(syncOf(shell), room) !== null

export function toggle(shell: Shell, room: string): void {
  const { client } = shell
  attempt(shell, isFavourite(shell, room) ? client.unfavourite(room) : client.favourite(room, null))
}

export function mayMove(shell: Shell, room: string, step: 1 | -1): boolean {
  return placeAfterMove(favouritesIn(syncOf(shell)), room, step) !== undefined
}

export function moveBy(shell: Shell, room: string, step: 1 | -1): void {
  const before = placeAfterMove(favouritesIn(syncOf(shell)), room, step)
  if (before !== undefined) moveBefore(shell, room, before)
}

export function moveBefore(shell: Shell, room: string, before: string | null): void {
  if (room !== before) attempt(shell, shell.client.favourite(room, before))
}

function attempt(shell: Shell, work: Promise<void>): void {
  work.catch((error: unknown) => shell.say(error instanceof Error ? error.message : String(error)))
}

const syncOf = ({ client }: Shell): SyncState => client.store.getState().sync
