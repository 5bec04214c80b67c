import { t } from '../../language/t'
import { mentionCounts } from '../../sync/mentions'
import { useClientState } from '../session/context'
import { LoudCount, SidebarLink } from '../sidebar/SidebarLink'

/** Leads to all that mentions one, and says how much of it is unread. */
export default function MentionsLink() {
  const unread = useClientState((state) => mentionCounts(state).total)
  return (
    <SidebarLink path="/mentions" icon="mention" label={t('Mentions')} isLoud={unread > 0}>
      <LoudCount count={unread} what={t('unread // behind a number')} />
    </SidebarLink>
  )
}
