import { t } from '../../language/t'
import type { Role } from './offers'

const WORDS = { owner: t('Owner'), moderator: t('Moderator') } as const

/** Quiet: most people have none. */
export function RoleBadge({ role }: { role: Role }) {
  if (role === 'member') return null
  return (
    <span className="shrink-0 rounded-full border border-line px-2 py-px text-xs font-medium text-soft">
      {WORDS[role]}
    </span>
  )
}
