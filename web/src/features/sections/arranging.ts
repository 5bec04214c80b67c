import { favouriteAt, ownRows, roomsInSection, sectionOf, sectionsOf } from '../../sync/arranging'
import type { Rows } from '../../sync/rows'
import type { RoomList, Shell } from '../registry/feature'
import { attempt, placeAfterMove } from '../rooms/moving'

/** How the sidebar calls the part with a section's rooms. */
export const listId = (section: string): string => `section-${section}`

export function listsOf(own: Rows): RoomList[] {
  return sectionsOf(own).map(({ id }) => ({ id: listId(id), rooms: roomsInSection(own, id) }))
}

/** The section in which a room is shown. A favourite is shown among the favourites. */
export function shownIn(shell: Shell, room: string): string | null {
  const sync = syncOf(shell)
  return favouriteAt(sync, room) === null ? sectionOf(ownRows(sync), room) : null
}

/** A room that somebody puts into a section is there from then on: it is no favourite any more. */
export async function putInto(
  shell: Shell,
  room: string,
  section: string,
  before: string | null,
): Promise<void> {
  await shell.client.putInSection(room, section, before)
  if (favouriteAt(syncOf(shell), room) !== null) await shell.client.unfavourite(room)
}

export function moveBefore(shell: Shell, room: string, section: string, before: string | null): void {
  if (room !== before) attempt(shell, putInto(shell, room, section, before))
}

export function mayMove(shell: Shell, room: string, step: 1 | -1): boolean {
  return placeAfterMove(neighbours(shell, room), room, step) !== undefined
}

export function moveBy(shell: Shell, room: string, step: 1 | -1): void {
  const section = shownIn(shell, room)
  const before = placeAfterMove(neighbours(shell, room), room, step)
  if (section !== null && before !== undefined) moveBefore(shell, room, section, before)
}

export function take(shell: Shell, room: string): void {
  attempt(shell, shell.client.takeFromSection(room))
}

export function mayMoveSection(shell: Shell, section: string, step: 1 | -1): boolean {
  return placeAfterMove(order(shell), section, step) !== undefined
}

export function moveSectionBy(shell: Shell, section: string, step: 1 | -1): void {
  const before = placeAfterMove(order(shell), section, step)
  if (before !== undefined) attempt(shell, shell.client.moveSection(section, before))
}

const order = (shell: Shell): string[] => sectionsOf(ownRows(syncOf(shell))).map(({ id }) => id)

/** The rooms that are shown in a room's section, itself among them. */
function neighbours(shell: Shell, room: string): string[] {
  const section = shownIn(shell, room)
  if (section === null) return []
  return roomsInSection(ownRows(syncOf(shell)), section).filter((one) => shownIn(shell, one) === section)
}

const syncOf = ({ client }: Shell) => client.store.getState().sync
