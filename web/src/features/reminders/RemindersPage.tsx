import { phrase } from '../../language/phrase'
import { t } from '../../language/t'
import type { Reminder, ReminderList, ReminderShown, ServerFrame } from '../../protocol.gen'
import { personLog } from '../../sync/logs'
import { remindersOf } from '../../sync/ordered'
import { Button } from '../../ui/Button'
import { Skeleton } from '../../ui/Skeleton'
import { whenTitle, zoneWords } from '../later/words'
import { useFresh } from '../pins/useFresh'
import { FormError } from '../session/FormError'
import { useClient, useClientState, useSignedIn } from '../session/context'
import { Page } from '../shell/Page'
import { ReminderRow } from './ReminderRow'

/** One's reminders, those that are due first. */
export default function RemindersPage() {
  const client = useClient()
  const { me } = useSignedIn()
  const known = useClientState(({ sync }) => remindersOf(sync))
  const { found, error, load } = useFresh<ReminderList>(
    () => client.ordering().then((ordering) => ordering.reminders()),
    (frame) => changesReminders(frame, personLog(me.id)),
    me.id,
  )
  const shown = found ? upToDate(found.reminders, known) : []
  const due = shown.filter(({ reminder }) => reminder.due)
  const waiting = shown.filter(({ reminder }) => !reminder.due)
  return (
    <Page title={t('Reminders')} below="/">
      {error && (
        <div className="flex flex-col items-start gap-3 pb-4">
          <FormError>{error.message}</FormError>
          <Button onClick={load}>{t('Try again')}</Button>
        </div>
      )}
      {!found && !error && <Skeleton label={t('Loading reminders')} lines={6} />}
      {found && shown.length === 0 && (
        <p className="text-soft">
          {phrase(
            'You have no reminders. Choose “Remind me…” in a message’s menu, or write <command>/remind in 20 minutes Buy milk</command>.',
            {},
            { command: (words) => <bdi>{words}</bdi> },
          )}
        </p>
      )}
      {found && (
        <Section title={t('Due // a heading: reminders whose time has come')} shown={due} page={found} />
      )}
      {found && (
        <Section
          title={t('Upcoming // a heading: reminders whose time will come')}
          shown={waiting}
          page={found}
        />
      )}
      {shown.length > 0 && <p className="pt-4 text-sm text-faint">{zoneWords()}</p>}
    </Page>
  )
}

interface SectionProps {
  title: string
  shown: readonly ReminderShown[]
  page: ReminderList
}

function Section({ title, shown, page }: SectionProps) {
  if (shown.length === 0) return null
  return (
    <section aria-label={title} className="pb-4">
      <h2 className="text-sm font-semibold text-soft">{title}</h2>
      <ul className="divide-y divide-line">
        {shown.map(({ reminder, message }) => (
          <ReminderRow
            key={reminder.id}
            one={reminder}
            message={message}
            page={page}
            when={whenTitle(new Date(reminder.at), new Date())}
          />
        ))}
      </ul>
    </section>
  )
}

/** What was read, as it is by now: what was completed here is gone at once. */
function upToDate(found: readonly ReminderShown[], known: readonly Reminder[]): ReminderShown[] {
  const messages = new Map(found.map(({ reminder, message }) => [reminder.id, message]))
  return known.map((reminder) => ({ reminder, message: messages.get(reminder.id) ?? null }))
}

/** Whether messages may be others after this frame: reminders changed, or one left a room. */
function changesReminders(frame: ServerFrame, own: string): boolean {
  if (frame.type === 'gone') return true
  if (frame.type !== 'changes' || frame.log !== own) return false
  return (frame.things ?? []).some(({ thing }) => thing === 'reminder' || thing === 'membership')
}
