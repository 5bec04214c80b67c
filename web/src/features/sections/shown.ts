import { favouriteAt, ownRows, roomsInSection, sectionOf, sectionsOf } from '../../sync/arranged'
import type { Rows } from '../../sync/rows'
import type { RoomList, Shell } from '../registry/feature'
import { placeAfterMove } from '../rooms/moving'

/** How the sidebar calls the part with a section's rooms. */
export const listId = (section: string): string => `section-${section}`

export function listsOf(own: Rows): RoomList[] {
  return sectionsOf(own).map(({ id }) => ({ id: listId(id), rooms: roomsInSection(own, id) }))
}

/** The section in which a room is shown. A favourite is shown among the favourites. */
export function shownIn({ client }: Shell, room: string): string | null {
  const { sync } = client.store.getState()
  return favouriteAt(sync, room) === null ? sectionOf(ownRows(sync), room) : null
}

/** Before which room of its section a room stands after it has moved; undefined where it cannot move. */
export function placeIn(shell: Shell, room: string, step: 1 | -1): string | null | undefined {
  const section = shownIn(shell, room)
  if (section === null) return undefined
  const own = ownRows(shell.client.store.getState().sync)
  const shown = roomsInSection(own, section).filter((one) => shownIn(shell, one) === section)
  return placeAfterMove(shown, room, step)
}
