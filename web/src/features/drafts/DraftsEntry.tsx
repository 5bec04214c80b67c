import { Link, useRoute } from 'wouter'
import { Icon } from '../../ui/Icon'
import { useShell } from '../registry/context'
import { useClientState } from '../session/context'
import { draftPlaces } from './list'

/** Leads to the drafts in other rooms than the one that is open. Nobody needs a list that is empty. */
export function DraftsEntry() {
  const [here] = useRoute('/drafts')
  const open = useShell().room?.id
  const count = useClientState((state) => draftPlaces(state).filter(({ room }) => room !== open).length)
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
