import { scheduledOf } from '../../sync/ordered'
import { OrderedLink } from '../later/OrderedLink'
import { useClientState } from '../session/context'

/** Leads to what one scheduled, as long as there is something, and says how much of it could not be sent. */
export default function ScheduledLink() {
  const all = useClientState(({ sync }) => scheduledOf(sync))
  const failed = all.filter((one) => one.failed).length
  return (
    <OrderedLink path="/scheduled" icon="clock" label="Scheduled" count={all.length} isLoud={failed > 0}>
      {failed > 0 ? (
        <span className="text-sm font-semibold text-danger">{failed} not sent</span>
      ) : (
        <span className="text-sm text-faint tabular-nums">{all.length || null}</span>
      )}
    </OrderedLink>
  )
}
