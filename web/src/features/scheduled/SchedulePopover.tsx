import { t } from '../../language/t'
import { placeNamed, type Place } from '../../sync/places'
import { bodyOf } from '../composer/body'
import { slashIn } from '../composer/slash'
import { WhenPopover } from '../later/WhenPopover'
import { whenWords } from '../later/words'
import { useShell } from '../registry/context'
import { useClient } from '../session/context'

interface Props {
  place: Place
  anchor: DOMRect
  onClose: () => void
}

/** Schedules what is written in a room or a thread. */
export default function SchedulePopover({ place, anchor, onClose }: Props) {
  const client = useClient()
  const shell = useShell()
  const schedule = async (at: Date) => {
    const { drafts, replies } = client.store.getState()
    const body = bodyOf(drafts[place] ?? '')
    if (slashIn(body))
      throw new Error(t('A command cannot be scheduled. Put a space before the slash to send it as text.'))
    const reply = replies[place]
    const ordering = await client.ordering()
    await ordering.schedule({
      ...placeNamed(place),
      body,
      at: at.toISOString(),
      ...(reply && { reply_to: reply.seq }),
    })
    // What was typed on meanwhile stays.
    if (bodyOf(client.store.getState().drafts[place] ?? '') === body) client.writeDraft(place, '')
    client.replyTo(place, null)
    shell.say(t('Scheduled for {when}', { when: whenWords(at, new Date()) }))
  }
  return (
    <WhenPopover
      title={t('Schedule message')}
      verb={t('Schedule // a verb, on a button')}
      anchor={anchor}
      onChoose={schedule}
      onClose={onClose}
    />
  )
}
