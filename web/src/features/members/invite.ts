import type { Room, User } from '../../protocol.gen'
import { needed } from '../composer/slashCommands'
import type { Shell } from '../registry/feature'

/** Adds the people whose handles are written: all of them or, if one is not known, nobody. */
export async function invite(rest: string, room: Room, shell: Shell): Promise<null> {
  const handles = needed(rest, 'who is to be added, as in /invite @ada')
    .split(/[\s,]+/)
    .map((handle) => handle.replace(/^@/, '').toLowerCase())
    .filter((handle) => handle !== '')
  const people = await Promise.all([...new Set(handles)].map((handle) => personCalled(handle, shell)))
  for (const { person } of people) await shell.client.members.add({ room: room.id, person })
  shell.say(people.length === 1 ? `${people[0]!.card.name} was added` : `${people.length} people were added`)
  return null
}

async function personCalled(handle: string, { client }: Shell): Promise<User> {
  const { users } = await client.members.findPeople({ prefix: handle })
  const found = users.find((user) => user.card.handle === handle)
  if (!found) throw new Error(`Nobody here has the handle @${handle}.`)
  return found
}
