import type { ReactNode } from 'react'
import { t } from '../../language/t'
import type { User } from '../../protocol.gen'
import { Avatar } from '../people/Avatar'

/** Somebody in a group, or who may come into it. */
export function MemberLine({ user, children }: { user: User; children?: ReactNode }) {
  const { person, card, deactivated_at } = user
  return (
    <li className="flex min-h-11 items-center gap-3 py-1">
      <Avatar id={person} name={card.name} picture={card.avatar} />
      <div className="min-w-0 flex-1 leading-tight">
        <p className="truncate text-sm font-medium text-as-around" dir="auto">
          {card.name}
        </p>
        <p className="truncate text-xs text-faint">
          <bdi>@{card.handle}</bdi>
          {deactivated_at !== null && <span> · {t('Deactivated')}</span>}
        </p>
      </div>
      {children}
    </li>
  )
}
