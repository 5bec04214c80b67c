import { locale } from '../../language/languages'
import type { RoomCounters } from '../../protocol.gen'

const number = new Intl.NumberFormat(locale)

/** What the directory says of a room's life. Nothing of one that was not counted yet. */
export function countedWords(counters: RoomCounters | undefined): string {
  if (counters === undefined) return ''
  const { members, messages_in_week: said } = counters
  const people = `${number.format(members)} ${members === 1 ? 'member' : 'members'}`
  if (said === 0) return `${people} · quiet this week`
  return `${people} · ${number.format(said)} ${said === 1 ? 'message' : 'messages'} this week`
}
