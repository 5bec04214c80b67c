import { t } from '../../language/t'
import { whenWords } from '../later/words'
import type { Shell } from '../registry/feature'
import { parsed } from './parsed'

/** `/remind tomorrow at 9 Buy milk`. */
export async function remind(rest: string, { client, say }: Shell): Promise<null> {
  const now = new Date()
  if (rest.trim() === '')
    throw new Error(t('Write behind it when and what, as in /remind in 20 minutes Buy milk.'))
  const found = parsed(rest, now)
  if (!found) {
    throw new Error(
      t(
        'I understand /remind in 20 minutes Buy milk, tomorrow at 9 Buy milk, Monday at 14:30 Buy milk, or 15:30 Buy milk.',
      ),
    )
  }
  if (found.at <= now) throw new Error(t('This time has passed. Choose a later one.'))
  const ordering = await client.ordering()
  await ordering.remind({ text: found.text, at: found.at.toISOString() })
  say(t('Reminder set for {when}', { when: whenWords(found.at, now) }))
  return null
}
