import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { t } from '../../language/t'
import type { Card, Message } from '../../protocol.gen'
import { sinceWhen } from '../messages/times'
import { Avatar } from '../people/Avatar'
import { Text } from '../text/Text'

interface Props {
  message: Message
  author: Card | undefined
  /** Where the message is. */
  path: string
  /** Said below the text: who pinned it, in which room it is. */
  note: ReactNode
  children: ReactNode
}

/** A message in a list, away from its room: it leads there. */
export function PointedMessage({ message, author, path, note, children }: Props) {
  const at = new Date(message.created_at)
  const name = author?.name ?? '…'
  return (
    <li className="flex gap-3 py-3">
      <Avatar id={message.sender} name={name} />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline gap-2 leading-5">
          <bdi className="truncate font-semibold">{name}</bdi>
          <time dateTime={message.created_at} className="text-xs whitespace-nowrap text-faint">
            {sinceWhen(at, new Date())}
          </time>
        </p>
        <div className="max-h-48 overflow-hidden mask-[linear-gradient(#000_9rem,transparent_12rem)]">
          <Text body={message.body} />
        </div>
        <p className="truncate pt-0.5 text-xs text-faint">{note}</p>
        <p className="flex flex-wrap items-center gap-x-4 pt-1">
          <Link
            href={path}
            className="inline-flex touch:min-h-11 items-center text-sm font-medium text-accent hover:underline"
          >
            {t('Jump to message')}
          </Link>
          {children}
        </p>
      </div>
    </li>
  )
}
