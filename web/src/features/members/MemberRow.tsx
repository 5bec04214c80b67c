import type { ReactNode } from 'react'
import { t } from '../../language/t'
import type { Card, Stay } from '../../protocol.gen'
import type { Presence } from '../../sync/presence'
import { fullTime } from '../messages/times'
import { StatusSign } from '../people/StatusSign'
import { PresentAvatar } from '../presence/PresentAvatar'
import { lastSeenWords } from '../presence/words'
import { RoleBadge } from './RoleBadge'

const HEARD = {
  online: t(', online // behind a name, for those who hear it'),
  away: t(', away // behind a name, for those who hear it'),
  offline: t(', offline // behind a name, for those who hear it'),
} as const

interface Props {
  person: string
  card: Card | undefined
  role: Stay['role']
  isMe: boolean
  presence: Presence | undefined
  now: Date
  onOpen: () => void
  /** What can be done about them, if anything. */
  menu: ReactNode
}

export function MemberRow({ person, card, role, isMe, presence, now, onOpen, menu }: Props) {
  const seenAt =
    presence?.state === 'offline' && presence.lastSeen !== null ? new Date(presence.lastSeen) : null
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        className="flex min-w-0 flex-1 touch:min-h-11 items-center gap-2.5 rounded-lg px-2 py-1.5 text-start transition-colors hover:bg-hover"
        onClick={onOpen}
      >
        <PresentAvatar id={person} name={card?.name ?? '?'} />
        <span className="min-w-0 flex-1 leading-tight">
          <span className="relative block truncate text-as-around text-sm font-medium" dir="auto">
            {card?.name}
            {isMe && <span className="font-normal text-faint"> {t('(you)')}</span>}
            {presence && <span className="sr-only">{HEARD[presence.state]}</span>}
          </span>
          <span className="block truncate text-xs text-faint">
            <bdi>@{card?.handle}</bdi> <StatusSign card={card} />
          </span>
          {seenAt && (
            <span className="block truncate text-xs text-faint" title={fullTime(seenAt)}>
              {lastSeenWords(seenAt, now)}
            </span>
          )}
        </span>
        <RoleBadge role={role} />
      </button>
      {menu}
    </li>
  )
}
