import { t } from '../../language/t'
import type { Held } from '../../protocol.gen'
import { logAt, type Place } from '../../sync/places'
import { quotedIn } from '../../sync/quotes'
import { Icon } from '../../ui/Icon'
import { TextButton } from '../../ui/TextButton'
import { usePending } from '../../ui/usePending'
import { FormError } from '../session/FormError'
import { useClient, useSession } from '../session/context'
import { fieldOf } from './DeliveryNote'

/** Why one's message is not sent yet, or never will be, and what to do about it. The same on all of one's devices. */
export default function HeldNote({ held, place }: { held: Held; place: Place }) {
  const client = useClient()
  const { api } = useSession()
  const { pending, error, run } = usePending<Error>()

  const withdraw = (andThen: () => void = () => undefined) =>
    void run(async () => {
      await api.call('held.withdraw', { held: held.id })
      andThen()
      // The button that had the focus goes with the message.
      fieldOf(place)?.focus()
    })
  const write = () => {
    const { drafts, sync } = client.store.getState()
    const log = sync.logs[logAt(sync, place)]
    const quoted = held.reply_to != null && log ? quotedIn(log, held.reply_to) : undefined
    if (quoted) client.replyTo(place, { seq: held.reply_to!, sender: quoted.sender, body: quoted.body })
    const draft = drafts[place]
    client.writeDraft(place, draft ? `${held.body}\n${draft}` : held.body)
  }
  const isDropped = held.dropped === true
  return (
    <div className={`text-sm ${isDropped ? 'text-danger' : 'text-soft'}`}>
      <p role="status" className="flex flex-wrap items-center gap-x-3">
        <span className="flex items-center gap-1.5">
          <Icon name={isDropped ? 'alert' : 'clock'} size={14} />
          {isDropped ? t('Not sent: a moderator did not let it through.') : t('Waiting for a moderator')}
        </span>
        {isDropped ? (
          <TextButton disabled={pending} onClick={() => withdraw()}>
            {t('OK // I have read that a message was dropped')}
          </TextButton>
        ) : (
          <>
            <TextButton disabled={pending} onClick={() => withdraw(write)}>
              {t('Edit')}
            </TextButton>
            <TextButton disabled={pending} onClick={() => withdraw()}>
              {t('Delete')}
            </TextButton>
          </>
        )}
      </p>
      {!isDropped && (
        <p dir="auto" className="break-words text-faint">
          {held.reason || t('A word in it is on the list of this server.')}
        </p>
      )}
      {error && <FormError>{error.message}</FormError>}
    </div>
  )
}
