import { favouriteAt, favouritesOf, ownRows } from '../../sync/arranged'
import type { Shell } from '../registry/feature'
import { arrange, placeAfterMove } from '../rooms/moving'

export const isFavourite = (shell: Shell, room: string): boolean =>
  favouriteAt(shell.client.store.getState().sync, room) !== null

export function toggle(shell: Shell, room: string): void {
  const isOne = isFavourite(shell, room)
  arrange(shell, (rooms) => (isOne ? rooms.unfavourite(room) : rooms.favourite(room, null)))
}

export function mayMove(shell: Shell, room: string, step: 1 | -1): boolean {
  return placeAfterMove(order(shell), room, step) !== undefined
}

export function moveBy(shell: Shell, room: string, step: 1 | -1): void {
  const before = placeAfterMove(order(shell), room, step)
  if (before !== undefined) moveBefore(shell, room, before)
}

export function moveBefore(shell: Shell, room: string, before: string | null): void {
  arrange(shell, (rooms) => rooms.favourite(room, before))
}

const order = ({ client }: Shell): string[] => favouritesOf(ownRows(client.store.getState().sync))
