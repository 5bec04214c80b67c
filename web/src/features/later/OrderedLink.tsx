import type { ReactNode } from 'react'
import { Link, useRoute } from 'wouter'
import { Icon, type IconName } from '../../ui/Icon'

interface Props {
  path: string
  icon: IconName
  label: string
  /** How many there are at all: nobody needs a link to a list that is empty. */
  count: number
  /** At the end of the line. */
  children?: ReactNode
  isLoud?: boolean
}

/** A line of the sidebar that leads to a list of one's own. */
export function OrderedLink({ path, icon, label, count, isLoud = false, children }: Props) {
  const [here] = useRoute(path)
  if (!here && count === 0) return null
  return (
    <Link
      href={path}
      state={{ over: true }}
      aria-current={here ? 'page' : undefined}
      className={`mb-2 flex h-(--row) touch:h-11 items-center gap-2 rounded-lg px-2 text-base transition-colors ${here ? 'bg-chosen font-medium text-ink' : 'hover:bg-hover'} ${here ? '' : isLoud ? 'font-semibold text-ink' : 'text-soft'}`}
    >
      <Icon name={icon} size={16} />
      <span className="min-w-0 flex-1 truncate">{label}</span>
      {children}
    </Link>
  )
}
