import { useState } from 'react'
import { t } from '../../language/t'
import { scheduledOf } from '../../sync/ordered'
import { useClientState } from '../session/context'
import { Page } from '../shell/Page'
import { zoneWords } from '../later/words'
import { EditScheduledDialog } from './EditScheduledDialog'
import { ScheduledRow } from './ScheduledRow'

/** What one scheduled, the next one first, and what could not be sent. */
export default function ScheduledPage() {
  const all = useClientState(({ sync }) => scheduledOf(sync))
  const [edited, edit] = useState<string | null>(null)
  const chosen = all.find(({ id }) => id === edited)
  return (
    <Page title={t('Scheduled messages')} below="/">
      {all.length === 0 ? (
        <p className="text-soft">
          {t('Nothing is scheduled. To send a message later, write it and press the clock beside Send.')}
        </p>
      ) : (
        <p className="pb-2 text-sm text-faint">{zoneWords()}</p>
      )}
      <ul className="divide-y divide-line" aria-label={t('Scheduled messages')}>
        {all.map((one) => (
          <ScheduledRow key={one.id} one={one} onEdit={() => edit(one.id)} />
        ))}
      </ul>
      {chosen && <EditScheduledDialog one={chosen} onClose={() => edit(null)} />}
    </Page>
  )
}
