import { t } from '../../language/t'
import type { RoomCounters } from '../../protocol.gen'

/** What the directory says of a room's life. Nothing of one that was not counted yet. */
export function countedWords(counters: RoomCounters | undefined): string {
  if (counters === undefined) return ''
  const { members, messages_in_week: said } = counters
  const people = t('{count, plural, one {# member} other {# members}}', { count: members })
  if (said === 0) return `${people} · ${t('quiet this week')}`
  return `${people} · ${t('{count, plural, one {# message this week} other {# messages this week}}', { count: said })}`
}
