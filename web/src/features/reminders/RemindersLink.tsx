import { remindersOf } from '../../sync/ordered'
import { OrderedLink } from '../later/OrderedLink'
import { useClientState } from '../session/context'

/** Leads to one's reminders, as long as there are any, and says how many are due. */
export default function RemindersLink() {
  const all = useClientState(({ sync }) => remindersOf(sync))
  const due = all.filter((one) => one.due).length
  return (
    <OrderedLink path="/reminders" icon="clock" label="Reminders" count={all.length} isLoud={due > 0}>
      {due > 0 && (
        <span className="min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent tabular-nums">
          {due > 99 ? '99+' : due}
          <span className="sr-only"> due</span>
        </span>
      )}
    </OrderedLink>
  )
}
