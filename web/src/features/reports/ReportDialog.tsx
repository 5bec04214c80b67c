import { useId, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import type { ShownMessage } from '../registry/feature'
import { FormError } from '../session/FormError'
import { useSession } from '../session/context'
import { EVERY_REASON, REASONS, type Reason } from './words'

const NOTE_LIMIT = 500

interface Props {
  message: ShownMessage
  onSay: (text: string) => void
  onClose: () => void
}

/** Asks why somebody wants others to look at a message. */
export default function ReportDialog({ message, onSay, onClose }: Props) {
  const { room, thread, seq } = message
  const { api } = useSession()
  const [reason, setReason] = useState<Reason | null>(null)
  const [note, setNote] = useState('')
  const field = useId()
  const { pending, error, run } = usePending<Error>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason === null) return
    void run(async () => {
      const about = { room: room.id, seq, ...(thread !== null && { thread }) }
      await api.call('message.report', { ...about, reason, note: note.trim() })
      onClose()
      onSay(t('Reported. Thank you.'))
    })
  }
  return (
    <Dialog title={t('Report this message?')} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={submit}>
        <p className="text-soft">
          {room.kind === 'direct'
            ? t('The server’s administrators see it, with what it says.')
            : t('The people who look after this room see it, and the server’s administrators.')}
        </p>
        <fieldset>
          <legend className="pb-1 text-sm font-medium">{t('Why? // is a message reported')}</legend>
          {EVERY_REASON.map((each) => (
            <label
              key={each}
              className="flex min-h-9 touch:min-h-11 cursor-pointer items-center gap-2.5 text-sm touch:text-[16px]"
            >
              <input
                type="radio"
                name={field}
                required
                className="size-4.5 shrink-0 accent-accent"
                checked={reason === each}
                onChange={() => setReason(each)}
              />
              {REASONS[each]}
            </label>
          ))}
        </fieldset>
        <div className="flex flex-col gap-1.5">
          <label htmlFor={field} className="text-sm font-medium">
            {t('Note (optional)')}
          </label>
          <textarea
            id={field}
            dir="auto"
            rows={3}
            maxLength={NOTE_LIMIT}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
            className="w-full resize-y rounded-lg border border-edge bg-raised px-3 py-2 text-base touch:text-[16px] focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
          />
        </div>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" busy={pending}>
            {t('Report // a message: the button that does it')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
