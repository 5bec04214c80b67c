import { useLocation } from 'wouter'
import { t } from '../../language/t'
import { threadPlace } from '../../sync/places'
import { useShell } from '../registry/context'
import { useClientState } from '../session/context'
import { QuietCount, SidebarLink } from '../sidebar/SidebarLink'
import { draftPlaces, type DraftPlace } from './list'

/** Leads to the drafts that are not on the screen anyway. */
export function DraftsEntry() {
  const [path] = useLocation()
  const open = useShell().room?.id ?? ''
  const thread = threadPlace(open, Number(/\/thread\/(\d+)/.exec(path)?.[1]))
  const isHidden = ({ place }: DraftPlace) => place !== open && place !== thread
  const count = useClientState((state) => draftPlaces(state).filter(isHidden).length)
  return (
    <SidebarLink path="/drafts" icon="pencil" label={t('Drafts')} isEmpty={count === 0}>
      <QuietCount count={count} />
    </SidebarLink>
  )
}
