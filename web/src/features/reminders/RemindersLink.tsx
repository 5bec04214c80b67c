import { t } from '../../language/t'
import { remindersOf } from '../../sync/ordered'
import { useClientState } from '../session/context'
import { LoudCount, SidebarLink } from '../sidebar/SidebarLink'

/** Leads to one's reminders, as long as there are any, and says how many are due. */
export default function RemindersLink() {
  const all = useClientState(({ sync }) => remindersOf(sync))
  const due = all.filter((one) => one.due).length
  return (
    <SidebarLink
      path="/reminders"
      icon="bell"
      label={t('Reminders')}
      isEmpty={all.length === 0}
      isLoud={due > 0}
    >
      <LoudCount count={due} what={t('due // behind a number of reminders')} />
    </SidebarLink>
  )
}
