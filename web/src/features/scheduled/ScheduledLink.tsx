import { t } from '../../language/t'
import { scheduledOf } from '../../sync/ordered'
import { useClientState } from '../session/context'
import { QuietCount, SidebarLink } from '../sidebar/SidebarLink'

/** Leads to what one scheduled, as long as there is something, and says how much of it could not be sent. */
export default function ScheduledLink() {
  const all = useClientState(({ sync }) => scheduledOf(sync))
  const failed = all.filter((one) => one.failed).length
  return (
    <SidebarLink
      path="/scheduled"
      icon="clock"
      label={t('Scheduled')}
      isEmpty={all.length === 0}
      isLoud={failed > 0}
    >
      {failed > 0 ? (
        <span className="text-sm font-semibold text-danger">
          {t('{count, plural, one {# not sent} other {# not sent}}', { count: failed })}
        </span>
      ) : (
        <QuietCount count={all.length} />
      )}
    </SidebarLink>
  )
}
