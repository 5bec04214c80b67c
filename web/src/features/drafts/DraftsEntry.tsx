import { Link, useLocation, useRoute } from 'wouter'
import { threadPlace } from '../../sync/places'
import { Icon } from '../../ui/Icon'
import { useShell } from '../registry/context'
import { useClientState } from '../session/context'
import { draftPlaces, type DraftPlace } from './list'

/** Leads to the drafts that are not on the screen anyway. Nobody needs a list that is empty. */
export function DraftsEntry() {
  const [here] = useRoute('/drafts')
  const [path] = useLocation()
  const open = useShell().room?.id ?? ''
  const thread = threadPlace(open, Number(/\/thread\/(\d+)/.exec(path)?.[1]))
  const isHidden = ({ place }: DraftPlace) => place !== open && place !== thread
  const count = useClientState((state) => draftPlaces(state).filter(isHidden).length)
  if (!here && count === 0) return null
  return (
    <Link
      href="/drafts"
      state={{ over: true }}
      aria-current={here ? 'page' : undefined}
      className={`mb-2 flex h-(--row) touch:h-11 items-center gap-2 rounded-lg px-2 text-base transition-colors ${here ? 'bg-chosen font-medium text-ink' : 'text-soft hover:bg-hover'}`}
    >
      <Icon name="pencil" size={16} />
      <span className="min-w-0 flex-1 truncate">Drafts</span>
      {count > 0 && <span className="text-xs tabular-nums text-faint">{count}</span>}
    </Link>
  )
}
