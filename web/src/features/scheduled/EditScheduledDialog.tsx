import { useId, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import type { Scheduled } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import { bodyOf, lengthOf } from '../composer/body'
import { choices, momentOf, timeValue } from '../later/choices'
import { WhenFields } from '../later/WhenFields'
import { zoneWords } from '../later/words'
import { dayValue } from '../messages/times'
import { FormError } from '../session/FormError'
import { useClient, useClientState } from '../session/context'

/** Another text or another time for a scheduled message. */
export function EditScheduledDialog({ one, onClose }: { one: Scheduled; onClose: () => void }) {
  const client = useClient()
  const limit = useClientState(({ sync }) => sync.settings?.body_limit ?? Infinity)
  // A time that has passed is of no use any more.
  const [first] = useState(() => (one.failed ? choices(new Date())[0]!.at : new Date(one.at)))
  const [text, setText] = useState(one.body)
  const [day, setDay] = useState(() => dayValue(first))
  const [time, setTime] = useState(() => timeValue(first))
  const field = useId()
  const { pending, error, run } = usePending<Error>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void run(async () => {
      const body = bodyOf(text)
      if (lengthOf(body) > limit) throw new Error(t('A message has at most {limit} characters.', { limit }))
      const at = momentOf(day, time)
      const isMoved = at && (one.failed || day !== dayValue(first) || time !== timeValue(first))
      const ordering = await client.ordering()
      await ordering.reschedule({ scheduled: one.id, body, ...(isMoved && { at: at.toISOString() }) })
      onClose()
    })
  }
  return (
    <Dialog title={one.failed ? t('Reschedule message') : t('Edit scheduled message')} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <div className="flex flex-col gap-1.5">
          <label htmlFor={field} className="text-sm font-medium">
            {t('Message')}
          </label>
          <textarea
            id={field}
            required
            dir="auto"
            rows={5}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            className="w-full resize-y rounded-lg border border-edge bg-raised px-3 py-2 text-base touch:text-[16px] focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
          />
        </div>
        <WhenFields day={day} time={time} onDay={setDay} onTime={setTime} />
        <p className="text-xs text-faint">{zoneWords()}</p>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end">
          <Button look="primary" type="submit" busy={pending}>
            {one.failed ? t('Reschedule') : t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
