import { language, locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Card } from '../../protocol.gen'
import type { ShownReaction } from '../../sync/reactions'

/** Names at most this many people; counts the others. */
const NAMED = 5

// The client writes its English lists without a comma before "and".
const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : locale, { type: 'conjunction' })

/** "You, Bob and 3 others reacted with 👍". */
export function whoReacted(
  { emoji, count, first, mine }: ShownReaction,
  me: string,
  people: Readonly<Record<string, Card>>,
): string {
  const others = first.filter((id) => id !== me).map((id) => people[id]?.name ?? t('Somebody'))
  const named = [...(mine ? [t('You // at the beginning of a list of names')] : []), ...others].slice(
    0,
    NAMED,
  )
  const more = count - named.length
  const rest =
    more > 0
      ? [
          t('{count, plural, one {# other} other {# others}} // people, at the end of a list of names', {
            count: more,
          }),
        ]
      : []
  return t('{who} reacted with {emoji}', { who: list.format([...named, ...rest]), emoji })
}
