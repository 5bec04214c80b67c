import { useId, useState } from 'react'
import { Link } from 'wouter'
import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Card, Complaint, Report } from '../../protocol.gen'
import { membershipOf, roomOf } from '../../sync/state'
import { Button } from '../../ui/Button'
import { TextButton } from '../../ui/TextButton'
import { usePending } from '../../ui/usePending'
import { sinceWhen } from '../messages/times'
import { Avatar } from '../people/Avatar'
import { messagePath } from '../reminders/path'
import { FormError } from '../session/FormError'
import { useClientState } from '../session/context'
import { isLong, REASONS } from './words'

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
  const name = nameOf(sender, people)
  const since = is_erased ? t('Deleted since') : is_edited ? t('Edited since') : null
  const said = sinceWhen(new Date(report.said_at), new Date())
  return (
    <li aria-labelledby={heading} className="flex flex-col gap-3 py-5 first:pt-0">
      <div className="flex items-center gap-3">
        <Avatar id={sender} name={name} picture={people[sender]?.avatar ?? null} />
        <div className="min-w-0 flex-1 leading-tight">
          <p id={heading} className="truncate text-as-around font-semibold" dir="auto">
            {name}
          </p>
          <p className="flex flex-wrap gap-x-2 text-sm text-faint">
            {!isInRoom && <Where report={report} />}
            <time dateTime={report.said_at}>{said}</time>
            {since && <span className="font-medium text-danger">{since}</span>}
          </p>
        </div>
      </div>
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

function Where({ report: { room_kind, room_name } }: { report: Report }) {
  if (room_kind === 'direct') return <span>{t('In a direct conversation')}</span>
  return <span className="min-w-0 break-words">{phrase('In {room}', { room: <bdi>{room_name}</bdi> })}</span>
}

/** As it was written, without what its signs would become in a room. */
function Body({ text }: { text: string }) {
  const [isOpen, open] = useState(false)
  const isFolded = isLong(text) && !isOpen
  return (
    <div className="border-s-2 border-edge ps-3">
      <p dir="auto" className={`break-words whitespace-pre-wrap ${isFolded ? 'line-clamp-6' : ''}`}>
        {text}
      </p>
      {isLong(text) && (
        <TextButton className="text-sm text-accent" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
          {isOpen ? t('Show less') : t('Show all // of a long message')}
        </TextButton>
      )}
    </div>
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

const nameOf = (person: string, people: Props['people']) => people[person]?.name ?? t('Somebody')
