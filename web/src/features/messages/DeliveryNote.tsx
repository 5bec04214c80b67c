import { t } from '../../language/t'
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
    fieldOf(item.room)?.focus()
  }

  return (
    <p role="alert" className="flex flex-wrap items-center gap-x-3 text-sm text-danger">
      <span className="flex items-center gap-1.5">
        <Icon name="alert" size={14} />
        {t('Not sent: {why}', { why: item.failed ?? '' })}
      </span>
      <TextButton onClick={() => client.retry(item.client_id)}>{t('Retry')}</TextButton>
      <TextButton onClick={() => void edit()}>{t('Edit')}</TextButton>
      <TextButton onClick={() => void client.takeBack(item.client_id)}>{t('Delete')}</TextButton>
    </p>
  )
}

/** Where one writes to a room, or to a thread in it. */
export function fieldOf(place: string): HTMLTextAreaElement | null {
  const isInThread = placeNamed(place).thread !== undefined
  return document.querySelector<HTMLTextAreaElement>(
    isInThread ? '[data-thread] form textarea' : 'textarea[data-composer]',
  )
}
