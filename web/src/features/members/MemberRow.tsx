import type { Card, Stay } from '../../protocol.gen'
import type { Presence } from '../../sync/presence'
import { fullTime } from '../messages/times'
import { PresentAvatar } from '../presence/PresentAvatar'
import { lastSeenWords } from '../presence/words'

interface Props {
  person: string
  card: Card | undefined
  role: Stay['role']
  isMe: boolean
  presence: Presence | undefined
  now: Date
}

export function MemberRow({ person, card, role, isMe, presence, now }: Props) {
  const seenAt =
    presence?.state === 'offline' && presence.lastSeen !== null ? new Date(presence.lastSeen) : null
  return (
    <li className="flex items-center gap-2.5 rounded-lg px-2 py-1.5">
      <PresentAvatar id={person} name={card?.name ?? '?'} />
      <div className="min-w-0 flex-1 leading-tight">
        <p className="relative truncate text-as-around text-sm font-medium" dir="auto">
          {card?.name}
          {isMe && <span className="font-normal text-faint"> (you)</span>}
          {presence && <span className="sr-only">, {presence.state}</span>}
        </p>
        <p className="truncate text-xs text-faint">@{card?.handle}</p>
        {seenAt && (
          <p className="truncate text-xs text-faint" title={fullTime(seenAt)}>
            {lastSeenWords(seenAt, now)}
          </p>
        )}
      </div>
      {role === 'owner' && <span className="text-xs text-faint">owner</span>}
    </li>
  )
}
