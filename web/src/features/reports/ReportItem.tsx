import { useId } from 'react'
import { Link } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Card, Complaint, Report } from '../../protocol.gen'
import { membershipOf, roomOf } from '../../sync/state'
import { Button } from '../../ui/Button'
import { usePending } from '../../ui/usePending'
import { sinceWhen } from '../messages/times'
import { messagePath } from '../reminders/path'
import { FormError } from '../session/FormError'
import { useClientState } from '../session/context'
import { Body, Head, nameOf } from './parts'
import { REASONS } from './words'

interface Props {
  report: Report
  people: Readonly<Record<string, Card>>
  /** All reports beside it are of one room, which need not be named. */
  isInRoom: boolean
  onDismiss: () => Promise<void>
  onDelete: () => void
  onLeave: (() => void) | undefined
}

/** A reported message as it was, why people reported it, and what can be done about that. */
export function ReportItem({ report, people, isInRoom, onDismiss, onDelete, onLeave }: Props) {
  const { sender, seq, thread, is_edited, is_erased, complaints, count } = report
  const path = useClientState(({ sync }) => {
    const info = membershipOf(sync, report.room)?.until === null && roomOf(sync, report.room)?.info
    return info ? messagePath(info, seq, thread) : null
  })
  const { pending, error, run } = usePending<Error>()
  const heading = useId()
  const since = is_erased ? t('Deleted since') : is_edited ? t('Edited since') : null
  return (
    <li aria-labelledby={heading} className="flex flex-col gap-3 py-5 first:pt-0">
      <Head
        heading={heading}
        person={sender}
        people={people}
        at={report.said_at}
        where={isInRoom ? null : report}
      >
        {since && <span className="font-medium text-danger">{since}</span>}
      </Head>
      <Body text={report.body} />
      <ul className="flex flex-col gap-2">
        {complaints.map((complaint) => (
          <ComplaintItem key={complaint.person} complaint={complaint} people={people} />
        ))}
        {count > complaints.length && (
          <li className="text-sm text-soft">
            {t('{count, plural, one {and # more} other {and # more}} // people who reported a message', {
              count: count - complaints.length,
            })}
          </li>
        )}
      </ul>
      {error && <FormError>{error.message}</FormError>}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Button busy={pending} aria-describedby={heading} onClick={() => void run(onDismiss)}>
          {t('Dismiss // a report: there is nothing to be done')}
        </Button>
        {!is_erased && (
          <Button look="danger" aria-describedby={heading} onClick={onDelete}>
            {t('Delete message')}
          </Button>
        )}
        {path !== null && (
          <Link
            href={path}
            aria-describedby={heading}
            className="inline-flex touch:min-h-11 items-center text-sm font-medium text-accent hover:underline"
            onClick={onLeave}
          >
            {t('Show in room')}
          </Link>
        )}
      </div>
    </li>
  )
}

function ComplaintItem({
  complaint: { person, reason, note, at },
  people,
}: {
  complaint: Complaint
  people: Props['people']
}) {
  return (
    <li className="text-sm">
      <p className="flex flex-wrap gap-x-2">
        <span className="font-medium">{REASONS[reason]}</span>
        <span className="text-faint">
          {phrase('reported by {name}', { name: <bdi>{nameOf(person, people)}</bdi> })}
        </span>
        <time dateTime={at} className="text-faint">
          {sinceWhen(new Date(at), new Date())}
        </time>
      </p>
      {note && (
        <p dir="auto" className="break-words whitespace-pre-wrap text-soft">
          {note}
        </p>
      )}
    </li>
  )
}
