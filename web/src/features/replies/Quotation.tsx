import { Link } from 'wouter'
import { t } from '../../language/t'
import type { Room } from '../../protocol.gen'
import type { Quoted, Reply } from '../../sync/quotes'
import { isBlocked } from '../../sync/state'
import type { Place } from '../../sync/places'
import { Icon } from '../../ui/Icon'
import { BLOCKED } from '../blocks/words'
import { useClientState } from '../session/context'
import { useQuoted, whyUnquoted } from './useQuoted'
import { beginningOf } from '../text/beginning'

interface Props {
  room: Room
  /** Where both are said. */
  place: Place
  seq: number
  /** The room's path. */
  path: string
  /** What is known of it from when one began to answer. */
  reply?: Reply | null | undefined
}

const LOOK = 'flex max-w-full min-w-0 items-center gap-1.5 text-sm leading-5 text-soft touch:min-h-11'

/** What a message answers, in a line above its text. It leads there. */
export function Quotation({ room, place, seq, path, reply }: Props) {
  const quoted: Quoted | null | undefined = useQuoted(place, seq) ?? reply
  const name = useClientState(({ sync }) => sync.people[quoted?.sender ?? '']?.name)
  const why = useClientState(({ sync }) => whyUnquoted(sync, room, seq))
  const isFolded = useClientState(({ sync }) => isBlocked(sync, quoted?.sender ?? ''))
  if (!quoted || quoted.erased) {
    return (
      <p className={`${LOOK} text-faint italic`}>
        <Icon name="reply" size={14} />
        {quoted ? t('Message deleted') : why}
      </p>
    )
  }
  const text = isFolded ? BLOCKED : beginningOf(quoted.body)
  return (
    <Link href={`${path}/${seq}`} className={`${LOOK} w-fit rounded hover:text-ink hover:underline`}>
      <span className="sr-only">
        {name ? t('In reply to {name}: {text}', { name, text }) : t('In reply to somebody: {text}', { text })}
      </span>
      <Icon name="reply" size={14} />
      <bdi aria-hidden="true" className="max-w-[40%] shrink-0 truncate font-medium">
        {name ?? '…'}
      </bdi>
      <span aria-hidden="true" className="min-w-0 truncate" dir="auto">
        {text}
      </span>
    </Link>
  )
}
