import { Link, useRoute } from 'wouter'
import { Icon } from '../../ui/Icon'
import { useInbox } from './useInbox'

/** Leads to the threads that one follows, and says in how many there is something new. */
export default function ThreadsLink() {
  const [here] = useRoute('/threads')
  const { found } = useInbox(() => 1)
  const unread = found?.unread ?? 0
  // Nobody needs a list that is empty: it appears with the first thread.
  if (!here && (found?.threads.length ?? 0) === 0) return null
  return (
    <Link
      href="/threads"
      state={{ over: true }}
      aria-current={here ? 'page' : undefined}
      className={`mb-2 flex h-(--row) touch:h-11 items-center gap-2 rounded-lg px-2 text-base transition-colors ${here ? 'bg-chosen font-medium text-ink' : 'hover:bg-hover'} ${unread > 0 && !here ? 'font-semibold text-ink' : here ? '' : 'text-soft'}`}
    >
      <Icon name="thread" size={16} />
      <span className="min-w-0 flex-1 truncate">Threads</span>
      {unread > 0 && (
        <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent tabular-nums">
          {unread > 99 ? '99+' : unread}
          <span className="sr-only"> unread</span>
        </span>
      )}
    </Link>
  )
}
