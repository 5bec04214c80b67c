import { needed } from '../composer/slashCommands'
import { whenWords } from '../later/words'
import type { Shell } from '../registry/feature'
import { parsed } from './parsed'

const HOW = 'in 20 minutes Buy milk, tomorrow at 9 Buy milk, Monday at 14:30 Buy milk, or 15:30 Buy milk'

/** `/remind tomorrow at 9 Buy milk`. */
export async function remind(rest: string, { client, say }: Shell): Promise<null> {
  const now = new Date()
  const found = parsed(needed(rest, `when and what, as in /remind in 20 minutes Buy milk`), now)
  if (!found) throw new Error(`I understand /remind ${HOW}.`)
  if (found.at <= now) throw new Error('This time has passed. Choose a later one.')
  const ordering = await client.ordering()
  await ordering.remind({ text: found.text, at: found.at.toISOString() })
  say(`Reminder set for ${whenWords(found.at, now)}`)
  return null
}
