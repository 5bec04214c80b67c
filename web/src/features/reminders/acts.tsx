import { t } from '../../language/t'
import type { Reminder } from '../../protocol.gen'
import type { Client } from '../../sync/client'
import type { Ordering } from '../../sync/ordering'
import { Dialog } from '../../ui/Dialog'
import { whenWords } from '../later/words'
import type { Shell } from '../registry/feature'
import { SnoozePopover } from './SnoozePopover'

/** Shows when one wants to be reminded again. */
export function askSnooze(one: Reminder, opener: HTMLElement, shell: Shell): void {
  const anchor = opener.getBoundingClientRect()
  const snooze = async (at: Date) => {
    const ordering = await shell.client.ordering()
    await ordering.changeReminder({ reminder: one.id, at: at.toISOString() })
    shell.say(t('Reminder set for {when}', { when: whenWords(at, new Date()) }))
  }
  shell.show((close) => <SnoozePopover anchor={anchor} onChoose={snooze} onClose={close} />)
}

export function complete(one: Reminder, shell: Shell): void {
  attempt(shell.client, (ordering) => ordering.complete(one.id), shell)
}

function attempt(client: Client, work: (ordering: Ordering) => Promise<void>, shell: Shell): void {
  client
    .ordering()
    .then(work)
    .then(
      () => shell.say(t('Reminder completed')),
      ({ message }: Error) =>
        shell.show((close) => (
          <Dialog title={t('Not completed')} onClose={close}>
            <p role="alert">{message}</p>
          </Dialog>
        )),
    )
}
