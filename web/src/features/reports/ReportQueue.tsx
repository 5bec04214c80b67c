import { useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../../language/t'
import type { Report } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { Done } from '../account/Section'
import { ConfirmDialog } from '../members/ConfirmDialog'
import { FormError } from '../session/FormError'
import { HeldQueue } from './HeldQueue'
import { ReportItem } from './ReportItem'
import { useHeld } from './useHeld'
import { useReports } from './useReports'

interface Props {
  /** Null for the whole server. */
  room: string | null
  /** A link in it was followed. */
  onLeave?: () => void
}

/** What filters hold, open reports, and what can be done about them. */
export function ReportQueue({ room, onLeave }: Props) {
  const held = useHeld(room)
  const { items: reports, people, more, error, load, showMore, close } = useReports(room)
  const [toDelete, setToDelete] = useState<Report | null>(null)
  const [done, setDone] = useState('')
  const queue = useRef<HTMLDivElement>(null)

  const tell = (text: string) => {
    // The button that had the focus is gone.
    if (text !== '') queue.current?.focus()
    setDone(text)
  }
  const finish = async (report: Report, deletes: boolean) => {
    tell('')
    await close(report.id, deletes)
    flushSync(() => setToDelete(null))
    tell(deletes ? t('Message deleted.') : t('Report dismissed.'))
  }
  const problem = error ?? held.error
  const isEmpty = reports?.length === 0 && !more && held.items?.length === 0 && !held.more
  return (
    <div ref={queue} tabIndex={-1} className="flex flex-col gap-4 outline-none">
      {problem && (
        <div className="flex flex-col items-start gap-3">
          <FormError>{problem.message}</FormError>
          <Button onClick={() => void Promise.all([load(), held.load()])}>{t('Try again')}</Button>
        </div>
      )}
      {!reports && !problem && <Skeleton label={t('Loading reports')} lines={4} />}
      {isEmpty && (
        <div>
          <p className="font-medium">{t('Nothing is reported.')}</p>
          <p className="text-soft">
            {t(
              'Messages that people report, and those that a filter holds, are listed here until somebody has dealt with them.',
            )}
          </p>
        </div>
      )}
      <HeldQueue queue={held} isInRoom={room !== null} onTell={tell} />
      {reports && reports.length > 0 && held.items && held.items.length > 0 && (
        <h3 className="font-semibold">{t('Reported by people')}</h3>
      )}
      <ul className="flex flex-col divide-y divide-line empty:hidden" aria-label={t('Reports')}>
        {reports?.map((report) => (
          <ReportItem
            key={report.id}
            report={report}
            people={people}
            isInRoom={room !== null}
            onDismiss={() => finish(report, false)}
            onDelete={() => setToDelete(report)}
            onLeave={onLeave}
          />
        ))}
      </ul>
      {more && (
        <Button className="self-start" onClick={showMore}>
          {t('Show more')}
        </Button>
      )}
      <Done>{done}</Done>
      {toDelete && (
        <ConfirmDialog
          title={t('Delete this message?')}
          action={t('Delete message')}
          act={() => finish(toDelete, true)}
          onClose={() => setToDelete(null)}
        >
          {t('It is deleted for everybody, and its report is closed.')}
        </ConfirmDialog>
      )}
    </div>
  )
}
