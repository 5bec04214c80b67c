import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'
import { numberWords } from '../../language/t'
import { Icon, type IconName } from '../../ui/Icon'

interface Props {
  path: string
  icon: IconName
  label: string
  /** What it leads to is empty: it is shown on that page alone. */
  isEmpty?: boolean
  /** Something there wants to be looked at. */
  isLoud?: boolean
  /** At the end of the line. */
  children?: ReactNode
}

/** A line of the sidebar that leads to a list of one's own. */
export function SidebarLink({ path, icon, label, isEmpty = false, isLoud = false, children }: Props) {
  const [here] = useRoute(path)
  if (!here && isEmpty) return null
  return (
    <Link
      href={path}
      state={{ over: true }}
      aria-current={here ? 'page' : undefined}
      className={`mb-px flex h-(--row) touch:h-11 items-center gap-2 rounded-lg px-2 text-base transition-colors ${here ? 'bg-chosen font-medium text-ink' : 'hover:bg-hover'} ${here ? '' : isLoud ? 'font-semibold text-ink' : 'text-soft'}`}
    >
      <Icon name={icon} size={16} />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {children}
    </Link>
  )
}

/** How much of it is new. `what` says so to those who hear it. */
export function LoudCount({ count, what }: { count: number; what: string }) {
  if (count === 0) return null
  return (
    <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent tabular-nums">
      {count > 99 ? `${numberWords(99)}+` : numberWords(count)}
      <span className="sr-only"> {what}</span>
    </span>
  )
}

/** How much of it there is. */
export function QuietCount({ count }: { count: number }) {
  return count > 0 && <span className="text-xs text-faint tabular-nums">{numberWords(count)}</span>
}
