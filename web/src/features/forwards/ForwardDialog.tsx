import { useId, useRef, useState, type FormEvent } from 'react'
import { t } from '../../language/t'
import { Refusal } from '../../sync/errors'
import { newClientId } from '../../sync/ids'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { usePending } from '../../ui/usePending'
import type { ShownMessage } from '../registry/feature'
import { FormError } from '../session/FormError'
import { useClient, useClientState } from '../session/context'
import { beginningOf } from '../text/beginning'
import { nameOf, type Destination } from './destinations'
import { DestinationPicker } from './DestinationPicker'
import { partsOf } from './parts'

const NOTE_LIMIT = 8000
/** Of the first line. No more of it fits into two. */
const SHOWN = 300

interface Props {
  message: ShownMessage
  say: (text: string) => void
  onClose: () => void
}

/** Sends a message to other rooms and people. What has arrived is sent to nobody twice, also when another try follows. */
export default function ForwardDialog({ message, say, onClose }: Props) {
  const client = useClient()
  const [chosen, setChosen] = useState<readonly Destination[]>([])
  const [note, setNote] = useState('')
  const field = useId()
  const clientIds = useRef(new Map<string, string>())
  const { pending, error, run } = usePending<Error>()

  const send = async (to: Destination) => {
    const client_id = clientIds.current.get(to.key) ?? newClientId()
    clientIds.current.set(to.key, client_id)
    const room = to.kind === 'room' ? to.room.info : await client.openDirect([to.id])
    const forwarding = await client.forwarding()
    try {
      await forwarding.forward(message.place, message.seq, room.id, note.trim(), client_id)
    } catch (failure) {
      // What was refused will be another message the next time. Without an answer, the same one asks for the first's.
      if (failure instanceof Refusal && !failure.retryable) clientIds.current.delete(to.key)
      throw new Error(t('{name}: {why}', { name: nameOf(to), why: String((failure as Error).message) }))
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.length === 0) return
    void run(async () => {
      for (const to of chosen) {
        await send(to)
        setChosen((left) => left.filter(({ key }) => key !== to.key))
      }
      onClose()
      const [only] = chosen
      say(
        only && chosen.length === 1
          ? t('Forwarded to {name}', { name: nameOf(only) })
          : t('Forwarded to all'),
      )
    })
  }
  return (
    <Dialog title={t('Forward message')} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
        }}
      >
        <Preview message={message} />
        <DestinationPicker chosen={chosen} onChange={setChosen} />
        <div className="flex flex-col gap-1.5">
          <label htmlFor={field} className="text-sm font-medium">
            {t('Note (optional)')}
          </label>
          <textarea
            id={field}
            dir="auto"
            rows={2}
            maxLength={NOTE_LIMIT}
            value={note}
            onInput={(event) => setNote(event.currentTarget.value)}
            className="w-full resize-y rounded-lg border border-edge bg-raised px-3 py-2 text-base touch:text-[16px] focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0"
          />
        </div>
        {error && <FormError>{error.message}</FormError>}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button look="primary" type="submit" busy={pending} disabled={chosen.length === 0}>
            {t('Forward // a message: the button that does it')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What will be forwarded: of a message that was forwarded itself, what was forwarded first. */
function Preview({ message: { sender, body, forwarded } }: { message: ShownMessage }) {
  const author = forwarded?.sender ?? sender
  const text = forwarded ? partsOf(body, forwarded.lines).copy : body
  const name = useClientState(({ sync }) => sync.people[author]?.name ?? '…')
  return (
    <blockquote className="border-s-2 border-accent ps-3 text-sm leading-5">
      <bdi className="block truncate font-semibold">{name}</bdi>
      <span dir="auto" className="line-clamp-2 wrap-anywhere text-soft">
        {beginningOf(text).slice(0, SHOWN)}
      </span>
    </blockquote>
  )
}
