import { muteOf } from '../../sync/muting'
import type { Shell } from '../registry/feature'
import { attempt } from '../rooms/moving'

/** How a room is muted, or null. */
export const mutedAs = ({ client }: Shell, room: string) => muteOf(client.store.getState(), room)

export function mute(shell: Shell, room: string): void {
  attempt(shell, shell.client.mute(room, 'nothing', null))
}

export function unmute(shell: Shell, room: string): void {
  attempt(shell, shell.client.unmute(room))
}
