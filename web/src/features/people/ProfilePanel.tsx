import { Link } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import { EmojiSign } from '../custom-emoji/CustomEmoji'
import { openMembers, openMemberships, roomOf } from '../../sync/state'
import { BlockButton } from '../blocks/BlockButton'
import { Icon } from '../../ui/Icon'
import { useMinute } from '../presence/useMinute'
import { lastSeenWords } from '../presence/words'
import type { PanelProps } from '../registry/feature'
import { roomPath } from '../rooms/listed'
import { roomIcon } from '../rooms/names'
import { useClientState, useSignedIn } from '../session/context'
import { Avatar } from './Avatar'
import { MessageButton } from './MessageButton'
import { localTime, statusNow } from './status'

const PRESENCES = { online: t('Online'), away: t('Away'), offline: t('Offline') } as const

/** Who somebody is, whether they are there, and which rooms both are in. */
export default function ProfilePanel({ argument: handle }: PanelProps) {
  const { me } = useSignedIn()
  const sync = useClientState((state) => state.sync)
  const presences = useClientState((state) => state.presences)
  const now = useMinute()
  const [person, card] = Object.entries(sync.people).find(([, known]) => known.handle === handle) ?? []
  if (!person || !card) {
    return (
      <p className="p-6 text-center text-soft">
        {phrase('Nobody you share a room with is called {handle}.', { handle: <bdi>@{handle}</bdi> })}
      </p>
    )
  }
  const presence = presences[person]
  const status = statusNow(card.status, now)
  const time = localTime(card.time_zone, now)
  const shared = openMemberships(sync)
    .flatMap(({ room }) => roomOf(sync, room) ?? [])
    .filter((room) => room.info.kind !== 'direct' && openMembers(room).some((stay) => stay.person === person))
  return (
    <div className="flex flex-col gap-6 p-4">
      <div className="flex items-center gap-4">
        <Avatar id={person} name={card.name} size="lg" />
        <div className="min-w-0">
          <p className="text-lg font-semibold break-words">
            <bdi>{card.name}</bdi>
            {person === me.id && <span className="font-normal text-faint"> {t('(you)')}</span>}
          </p>
          <p className="break-words text-soft">
            <bdi>@{card.handle}</bdi>
            {card.pronouns && (
              <span className="text-faint">
                {' · '}
                <bdi>{card.pronouns}</bdi>
              </span>
            )}
          </p>
          {presence && (
            <p className="text-sm text-faint">
              {presence.state === 'offline' && presence.lastSeen !== null
                ? lastSeenWords(new Date(presence.lastSeen), now)
                : PRESENCES[presence.state]}
            </p>
          )}
          {time && <p className="text-sm text-faint">{t('{time} local time', { time })}</p>}
        </div>
      </div>
      {status && (
        <p className="flex gap-2 rounded-lg bg-sunken px-3 py-2 text-sm">
          {status.emoji && (
            <span aria-hidden="true">
              <EmojiSign emoji={status.emoji} />
            </span>
          )}
          <span className="sr-only">{t('Status:')}</span>
          <bdi className="min-w-0 break-words">{status.text || status.emoji}</bdi>
        </p>
      )}
      <MessageButton person={person} isMe={person === me.id} />
      {person !== me.id && shared.length > 0 && (
        <section aria-label={t('Rooms you are both in')}>
          <h3 className="pb-1 text-sm font-semibold">{t('Rooms you are both in')}</h3>
          <ul className="-mx-2 flex flex-col gap-px">
            {shared.map(({ info }) => (
              <li key={info.id}>
                <Link
                  href={roomPath(info)}
                  className="flex h-9 touch:h-11 items-center gap-2 rounded-lg px-2 text-soft hover:bg-hover"
                >
                  <Icon name={roomIcon(info)} size={16} />
                  <span className="min-w-0 truncate text-as-around" dir="auto">
                    {info.name}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {person !== me.id && <BlockButton person={person} name={card.name} />}
    </div>
  )
}
