import { roomLog, type LogName } from './logs'

/**
 * Where something is said: a room by its id, or a thread in it as `<room>/<root>`. What is written, waiting or under way
 * goes by it.
 */
export type Place = string

export const threadPlace = (room: string, root: number): Place => `${room}/${root}`

/** The fields of a command that name a place. */
export function placeNamed(place: Place): { room: string; thread?: number } {
  const [room = '', root] = place.split('/')
  return root === undefined ? { room } : { room, thread: Number(root) }
}

/** The log of a place. A thread that is not open has none. */
export function logAt(
  { threads }: { readonly threads: Readonly<Record<Place, LogName>> },
  place: Place,
): LogName {
  return threads[place] ?? roomLog(place)
}
