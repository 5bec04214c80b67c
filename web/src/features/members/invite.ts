import { t } from '../../language/t'
import type { Room, User } from '../../protocol.gen'
import type { Shell } from '../registry/feature'
import { addedWords } from './added'

/** Adds the people whose handles are written: all of them or, if one is not known, nobody. */
export async function invite(rest: string, room: Room, shell: Shell): Promise<null> {
  if (rest.trim() === '') throw new Error(t('Write behind it who is to be added, as in /invite @ada.'))
  const handles = rest
    .split(/[\s,]+/)
    .map((handle) => handle.replace(/^@/, '').toLowerCase())
    .filter((handle) => handle !== '')
  const people = await Promise.all([...new Set(handles)].map((handle) => personCalled(handle, shell)))
  for (const { person } of people) await shell.client.members.add({ room: room.id, person })
  shell.say(addedWords(people))
  return null
}

async function personCalled(handle: string, { client }: Shell): Promise<User> {
  const { users } = await client.members.findPeople({ prefix: handle })
  const found = users.find((user) => user.card.handle === handle)
  if (!found) throw new Error(t('Nobody here has the handle @{handle}.', { handle }))
  return found
}
