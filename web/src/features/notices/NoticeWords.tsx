import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { language, locale } from '../../language/languages'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { useClientState } from '../session/context'
import type { ShownNotice } from './folding'

/** One more name is no longer than "1 other". */
const ALL_NAMED = 3
const NAMED_OF_MANY = 2
// English lists are written as in Britain, whatever the region: without a comma before "and".
const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : locale)

interface Props {
  notice: ShownNotice
  /** The room's path, where names lead to profiles. */
  path: string | null
  /** The same in words, for kinds that this client does not know. */
  body: string
}

/** "Ada added Bob", "Ada, Bob and 3 others joined". */
export default function NoticeWords({ notice, path, body }: Props) {
  const { kind, by, people, count, text } = notice
  const who = <Name person={by} path={path} />
  const whom = <Names people={people} count={count} path={path} />
  const quoted = <bdi className="text-ink">{text}</bdi>
  switch (kind) {
    case 'joined':
      return phrase('{count, plural, one {{people} joined} other {{people} joined}}', { count, people: whom })
    case 'left':
      return phrase('{count, plural, one {{people} left} other {{people} left}}', { count, people: whom })
    case 'added':
      return phrase('{who} added {people}', { who, people: whom })
    case 'removed':
      return phrase('{who} removed {people}', { who, people: whom })
    case 'banned':
      return phrase('{who} banned {people}', { who, people: whom })
    case 'renamed':
      return phrase('{who} renamed the room to {name}', { who, name: quoted })
    case 'topic':
      return text === ''
        ? phrase('{who} removed the topic', { who })
        : phrase('{who} changed the topic to {topic}', { who, topic: quoted })
    case 'archived':
      return phrase('{who} archived the room', { who })
    case 'unarchived':
      return phrase('{who} opened the room again', { who })
    case 'became_room':
      return phrase('{who} made this conversation the room {name}', { who, name: quoted })
    default:
      return body
  }
}

function Names({ people, count, path }: Pick<ShownNotice, 'people' | 'count'> & Pick<Props, 'path'>) {
  const named = people.slice(0, count <= ALL_NAMED ? ALL_NAMED : NAMED_OF_MANY)
  const rest = t('{count, plural, one {# other} other {# others}}', { count: count - named.length })
  const parts = list.formatToParts(count > named.length ? [...named, rest] : named)
  // The people come first, and so what is not named is the last of the elements.
  let seen = 0
  return parts.map(({ type, value }, at): ReactNode =>
    type === 'element' && ++seen <= named.length ? <Name key={at} person={value} path={path} /> : value,
  )
}

function Name({ person, path }: { person: string } & Pick<Props, 'path'>) {
  const card = useClientState(({ sync }) => sync.people[person])
  const name = <bdi>{card?.name ?? '…'}</bdi>
  if (!card || path === null) return name
  return (
    <Link href={`${path}/profile/${card.handle}`} className="font-medium text-ink hover:underline">
      {name}
    </Link>
  )
}
