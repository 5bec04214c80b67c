import { mentionCounts } from '../../sync/mentions'
import { useClientState } from '../session/context'
import { LoudCount, SidebarLink } from '../sidebar/SidebarLink'

/** Leads to all that mentions one, and says how much of it is unread. */
export default function MentionsLink() {
  const unread = useClientState((state) => mentionCounts(state).total)
  return (
    <SidebarLink path="/mentions" icon="mention" label="Mentions" isLoud={unread > 0}>
      <LoudCount count={unread} what="unread" />
    </SidebarLink>
  )
}
