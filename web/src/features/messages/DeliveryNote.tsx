import type { OutboxItem } from '../../sync/outbox'
import { placeNamed } from '../../sync/places'
import { Icon } from '../../ui/Icon'
import { TextButton } from '../../ui/TextButton'
import { useClient } from '../session/context'

/** Why one's message was refused, and the three things to do about it. Its text is never lost. */
export function DeliveryNote({ item }: { item: OutboxItem }) {
  const client = useClient()

  const edit = async () => {
    const body = await client.takeBack(item.client_id)
    if (body === null) return
    const draft = client.store.getState().drafts[item.room]
    client.writeDraft(item.room, draft ? `${body}\n${draft}` : body)
    const isInThread = placeNamed(item.room).thread !== undefined
    const field = isInThread ? '[data-thread] form textarea' : 'textarea[data-composer]'
    document.querySelector<HTMLTextAreaElement>(field)?.focus()
  }

  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-3 text-sm text-danger">
      <span className="flex items-center gap-1.5">
        <Icon name="alert" size={14} />
        Not sent: {item.failed}
      </span>
      <TextButton onClick={() => client.retry(item.client_id)}>Retry</TextButton>
      <TextButton onClick={() => void edit()}>Edit</TextButton>
      <TextButton onClick={() => void client.takeBack(item.client_id)}>Delete</TextButton>
    </p>
  )
}
