import { useRef } from 'react'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { MentionPage, MentionedMessage, ServerFrame } from '../../protocol.gen'
import { personLog } from '../../sync/logs'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { PointedMessage } from '../pins/PointedMessage'
import { useFresh } from '../pins/useFresh'
import { roomPath } from '../rooms/listed'
import { roomName } from '../rooms/names'
import { FormError } from '../session/FormError'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { Page } from '../shell/Page'
import { NamedContext } from '../text/named'
import { readMentions } from './readMentions'
import { WIDE } from './wide'

const PAGE = 50
const KINDS: readonly string[] = ['mention', 'read', 'follow', 'membership']

/** What mentions one in all rooms, the newest first. */
export default function MentionsPage() {
  const client = useClient()
  const { me } = useSignedIn()
  /** How many are wanted: as many as were shown, when the list is read again. */
  const wanted = useRef(PAGE)
  const known = useRef<MentionPage | null>(null)
  const { found, error, load } = useFresh<MentionPage>(
    () => client.pointing().then((pointing) => readMentions(pointing.mentions, wanted.current)),
    (frame) => changesMentions(frame, personLog(me.id), known.current),
    me.id,
  )
  known.current = found
  const showMore = () => {
    wanted.current += PAGE
    load()
  }
  return (
    <Page title={t('Mentions')} below="/">
      {error && (
        <div className="flex flex-col items-start gap-3 pb-4">
          <FormError>{error.message}</FormError>
          <Button onClick={load}>{t('Try again')}</Button>
        </div>
      )}
      {!found && !error && <Skeleton label={t('Loading mentions')} lines={6} />}
      {found?.mentions.length === 0 && (
        <p className="text-soft">
          {phrase('No mentions yet. When somebody writes {handle} or {room}, the message appears here.', {
            handle: <bdi>@{me.handle}</bdi>,
            room: <bdi>@{WIDE[0].word}</bdi>,
          })}
        </p>
      )}
      <ul className="divide-y divide-line" aria-label={t('Mentions')}>
        {found?.mentions.map((one) => (
          <MentionRow key={`${one.mention.log} ${one.mention.seq}`} one={one} page={found} />
        ))}
      </ul>
      {found?.more && <Button onClick={showMore}>{t('Show more')}</Button>}
    </Page>
  )
}

function MentionRow({
  one: { mention, message, is_unread: isUnread },
  page,
}: {
  one: MentionedMessage
  page: MentionPage
}) {
  const { me } = useSignedIn()
  const people = useClientState(({ sync }) => sync.people)
  const room = page.rooms[mention.room]
  const cards = { ...page.people, ...people }
  if (!room) return null
  const path = roomPath(room)
  const name = <bdi>{roomName(room, cards, me.id)}</bdi>
  const at =
    mention.thread == null ? `${path}/${mention.seq}` : `${path}/thread/${mention.thread}/${mention.seq}`
  return (
    <NamedContext
      value={{
        people: message.mentions ?? {},
        groups: message.groups ?? {},
        wide: message.wide ?? null,
        path,
      }}
    >
      <PointedMessage
        message={message}
        author={cards[message.sender]}
        path={at}
        note={
          mention.thread == null
            ? phrase('In {room}', { room: name })
            : phrase('In a thread in {room}', { room: name })
        }
      >
        {isUnread && (
          <span className="rounded-full bg-accent px-1.5 text-xs leading-5 font-semibold text-on-accent">
            {t('New // said of a message')}
          </span>
        )}
      </PointedMessage>
    </NamedContext>
  )
}

/**
 * Whether the list may be another after this frame: one was mentioned, has read something, or left a room, or a message
 * in the list was changed.
 */
function changesMentions(frame: ServerFrame, own: string, known: MentionPage | null): boolean {
  if (frame.type === 'gone' || frame.type === 'welcome') return true
  if (frame.type !== 'changes') return false
  const things = frame.things ?? []
  if (frame.log === own) return things.some(({ thing }) => KINDS.includes(thing))
  return things.some(
    (thing) =>
      thing.thing === 'message' &&
      known?.mentions.some(({ mention }) => mention.log === frame.log && mention.seq === thing.seq),
  )
}
