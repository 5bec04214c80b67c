import { Link, useRoute } from 'wouter'
import { mentionCounts } from '../../sync/mentions'
import { Icon } from '../../ui/Icon'
import { useClientState } from '../session/context'

/** Leads to all that mentions one, and says how much of it is unread. */
export default function MentionsLink() {
  const [here] = useRoute('/mentions')
  const unread = useClientState((state) => mentionCounts(state).total)
  return (
    <Link
      href="/mentions"
      state={{ over: true }}
      aria-current={here ? 'page' : undefined}
      className={`mb-px flex h-(--row) touch:h-11 items-center gap-2 rounded-lg px-2 text-base transition-colors ${here ? 'bg-chosen font-medium text-ink' : 'hover:bg-hover'} ${unread > 0 && !here ? 'font-semibold text-ink' : here ? '' : 'text-soft'}`}
    >
      <Icon name="mention" size={16} />
      <span className="min-w-0 flex-1 truncate">Mentions</span>
      {unread > 0 && (
        <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent tabular-nums">
          {unread > 99 ? '99+' : unread}
          <span className="sr-only"> unread</span>
        </span>
      )}
    </Link>
  )
}
