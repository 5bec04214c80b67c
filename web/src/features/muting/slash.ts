import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import { whenWords } from '../later/words'
import type { Shell } from '../registry/feature'
import { momentIn } from '../reminders/parsed'

/** `/mute`, `/mute 2 hours`, `/mute until tomorrow`. */
export async function muteFor(rest: string, { id }: Room, { client, say }: Shell): Promise<null> {
  const now = new Date()
  const end = rest.trim() === '' ? null : endOf(rest, now)
  if (end === undefined) {
    throw new Error(t('I understand /mute alone, /mute 2 hours, /mute 3 days or /mute until tomorrow.'))
  }
  if (end && end <= now) throw new Error(t('This time has passed. Choose a later one.'))
  await client.mute(id, 'nothing', end)
  say(end ? t('Muted until {when}', { when: whenWords(end, now) }) : t('Muted // a room'))
  return null
}

/** Undefined for what is no time. */
export function endOf(rest: string, now: Date): Date | undefined {
  const words = rest.trim().replace(/^(?:for|until|till)\s+/i, '')
  return momentIn(words, now) ?? momentIn('in ' + words, now) ?? undefined
}
