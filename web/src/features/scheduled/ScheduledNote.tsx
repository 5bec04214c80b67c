import { Link } from 'wouter'
import { t } from '../../language/t'
import { threadPlace, type Place } from '../../sync/places'
import { scheduledOf } from '../../sync/ordered'
import { whenWords } from '../later/words'
import { useClientState } from '../session/context'

/** Says above the field what is scheduled here. */
export default function ScheduledNote({ place }: { place: Place }) {
  const all = useClientState(({ sync }) => scheduledOf(sync))
  const here = all.filter(({ room, thread }) => (thread == null ? room : threadPlace(room, thread)) === place)
  const next = here.find(({ failed }) => !failed)
  if (here.length === 0) return null
  const failed = here.some((one) => one.failed)
  const counted = t('{count, plural, one {# scheduled} other {# scheduled}}', { count: here.length })
  const words = failed
    ? t('Not sent')
    : here.length === 1 && next
      ? t('Scheduled for {when}', { when: whenWords(new Date(next.at), new Date()) })
      : counted
  return (
    <p className="flex min-w-0 shrink items-baseline gap-1 truncate px-1 text-xs leading-5 text-soft">
      {/* A phone has no space for it beside the names of those who type. */}
      <span className={`truncate max-sm:hidden ${failed ? 'text-danger' : ''}`}>{words}</span>
      <span aria-hidden="true" className="max-sm:hidden">
        ·
      </span>
      <Link
        href="/scheduled"
        state={{ over: true }}
        aria-label={t('See scheduled messages')}
        className="relative z-10 font-medium whitespace-nowrap text-accent hover:underline touch:-my-3 touch:min-w-11 touch:py-3"
      >
        <span className="max-sm:hidden">{t('See all')}</span>
        <span className={`sm:hidden ${failed ? 'text-danger' : ''}`}>{failed ? words : counted}</span>
      </Link>
    </p>
  )
}
