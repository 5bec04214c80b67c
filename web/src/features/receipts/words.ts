import { language, locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Seen } from '../../sync/receipts'
import { sinceWhen } from '../messages/times'

/** One more name is no longer than "1 other". */
const ALL_NAMED = 3
const NAMED_OF_MANY = 2
// English lists are written as in Britain, whatever the region: without a comma before "and".
const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : locale)

/** Under a message to one person. */
export function seenWords(seen: Seen, seq: number, now: Date): string {
  if (seen.seq < seq) return t('Sent // a message, and nobody has seen it yet')
  const at = seenAt(seen, seq)
  return at ? t('Seen {time}', { time: sinceWhen(at, now) }) : t('Seen // a message, by its reader')
}

/** When this very message was seen. Of those before it the time is not kept. */
export function seenAt({ seq, at }: Seen, message: number): Date | null {
  return at !== null && seq === message ? new Date(at) : null
}

/** "Seen by Ada, Bob and 3 others". */
export function seenByWords(names: readonly string[]): string {
  const shown = names.length <= ALL_NAMED ? names : names.slice(0, NAMED_OF_MANY)
  const count = names.length - shown.length
  const others = t('{count, plural, one {# other} other {# others}}', { count })
  return t('Seen by {names}', { names: list.format(count > 0 ? [...shown, others] : shown) })
}

/** Those who have seen a message, the last first. */
export function whoHasSeen(seen: Readonly<Record<string, Seen>>, seq: number, sender: string): string[] {
  return Object.entries(seen)
    .filter(([person, one]) => person !== sender && one.seq >= seq)
    .sort(([, a], [, b]) => (b.at ?? '').localeCompare(a.at ?? ''))
    .map(([person]) => person)
}
