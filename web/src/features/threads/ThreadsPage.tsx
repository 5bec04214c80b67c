import { useRef } from 'react'
import { Link } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { FollowedThread, ThreadPage } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { sinceWhen } from '../messages/times'
import { Avatar } from '../people/Avatar'
import { roomPath } from '../rooms/listed'
import { roomName } from '../rooms/names'
import { FormError } from '../session/FormError'
import { useClientState, useSignedIn } from '../session/context'
import { Page } from '../shell/Page'
import { beginningOf } from '../text/beginning'
import { useInbox } from './useInbox'
import { replyCount } from './words'

const PAGE = 30

/** The threads that one follows, in all rooms. */
export default function ThreadsPage() {
  const wanted = useRef(PAGE)
  const { found, error, load } = useInbox(() => wanted.current)
  const showMore = () => {
    wanted.current += PAGE
    load()
  }
  return (
    <Page title={t('Threads')} below="/">
      {error && (
        <div className="flex flex-col items-start gap-3 pb-4">
          <FormError>{error.message}</FormError>
          <Button onClick={load}>{t('Try again')}</Button>
        </div>
      )}
      {!found && !error && <Skeleton label={t('Loading threads')} lines={6} />}
      {found?.threads.length === 0 && (
        <p className="text-soft">
          {t('You follow no thread yet. You follow those in which you reply, and those about what you said.')}
        </p>
      )}
      <ul className="divide-y divide-line" aria-label={t('Threads')}>
        {found?.threads.map((one) => (
          <ThreadRow key={one.thread.log} one={one} page={found} />
        ))}
      </ul>
      {found?.next && <Button onClick={showMore}>{t('Show more')}</Button>}
    </Page>
  )
}

function ThreadRow({
  one: { follow, root, last, thread, unread },
  page,
}: {
  one: FollowedThread
  page: ThreadPage
}) {
  const { me } = useSignedIn()
  const people = useClientState(({ sync }) => sync.people)
  const cards = { ...page.people, ...people }
  const room = page.rooms[follow.room]
  if (!room) return null
  const nameOf = (person: string) => cards[person]?.name ?? '…'
  return (
    <li>
      <Link
        href={`${roomPath(room)}/thread/${follow.seq}`}
        state={{ over: true }}
        className="-mx-2 flex gap-3 rounded-lg px-2 py-3 hover:bg-hover"
      >
        <Avatar id={root.sender} name={nameOf(root.sender)} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={`min-w-0 flex-1 truncate ${unread > 0 ? 'font-semibold' : ''}`} dir="auto">
              {beginningOf(root.body)}
            </span>
            <time dateTime={thread.last_at} className="shrink-0 text-xs text-faint">
              {sinceWhen(new Date(thread.last_at), new Date())}
            </time>
          </span>
          {last && !last.erased && (
            <span className="block truncate text-sm text-soft" dir="auto">
              <bdi className="font-medium">{nameOf(last.sender)}</bdi>: {beginningOf(last.body)}
            </span>
          )}
          <span className="flex items-center gap-2 pt-0.5 text-xs text-faint">
            <span className="min-w-0 truncate">
              {phrase('{person} in {room}', {
                person: <bdi>{nameOf(root.sender)}</bdi>,
                room: <bdi>{roomName(room, cards, me.id)}</bdi>,
              })}{' '}
              · {replyCount(thread.count)}
            </span>
            {unread > 0 && (
              <span className="shrink-0 rounded-full bg-accent px-1.5 leading-4 font-semibold text-on-accent">
                {t('{count, plural, one {# new} other {# new}}', { count: unread })}
              </span>
            )}
          </span>
        </span>
      </Link>
    </li>
  )
}
