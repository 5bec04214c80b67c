import { t } from '../../language/t'
import { LoudCount, SidebarLink } from '../sidebar/SidebarLink'
import { useInbox } from './useInbox'

/** Leads to the threads that one follows, and says in how many there is something new. */
export default function ThreadsLink() {
  const { found } = useInbox(() => 1)
  const unread = found?.unread ?? 0
  return (
    <SidebarLink
      path="/threads"
      icon="thread"
      label={t('Threads')}
      isEmpty={(found?.threads.length ?? 0) === 0}
      isLoud={unread > 0}
    >
      <LoudCount count={unread} what={t('unread // behind a number')} />
    </SidebarLink>
  )
}
