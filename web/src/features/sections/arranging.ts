import { favouriteAt } from '../../sync/arranged'
import type { Shell } from '../registry/feature'
import { attempt } from '../rooms/moving'

/** A room that somebody puts into a section is there from then on: it is no favourite any more. */
async function putInto(shell: Shell, room: string, section: string, before: string | null): Promise<void> {
  const arranging = await shell.client.arranging()
  await arranging.putInSection(room, section, before)
  if (favouriteAt(shell.client.store.getState().sync, room) !== null) await arranging.unfavourite(room)
}

export function moveBefore(shell: Shell, room: string, section: string, before: string | null): void {
  attempt(shell, putInto(shell, room, section, before))
}
