import { useState } from 'react'
import { flushSync } from 'react-dom'
import { t } from '../../language/t'
import type { HeldMessage } from '../../protocol.gen'
import { Button } from '../../ui/Button'
import { ConfirmDialog } from '../members/ConfirmDialog'
import { HeldItem } from './HeldItem'
import type { useHeld } from './useHeld'

interface Props {
  queue: ReturnType<typeof useHeld>
  isInRoom: boolean
  /** Says what was done; before that, nothing, so that the same is heard twice. */
  onTell: (text: string) => void
}

/** What filters hold, until a moderator has let it through or dropped it. */
export function HeldQueue({ queue, isInRoom, onTell }: Props) {
  const { items = [], people, more, showMore, letThrough, drop } = queue
  const [toDrop, setToDrop] = useState<HeldMessage | null>(null)
  if (items.length === 0 && !more) return null
  return (
    <section aria-label={t('Held messages')} className="flex flex-col gap-4">
      <h3 className="font-semibold">{t('Waiting to be let through')}</h3>
      <ul className="flex flex-col divide-y divide-line empty:hidden" aria-label={t('Held messages')}>
        {items.map((held) => (
          <HeldItem
            key={held.id}
            held={held}
            people={people}
            isInRoom={isInRoom}
            onLetThrough={async () => {
              onTell('')
              await letThrough(held.id)
              onTell(t('Message sent.'))
            }}
            onDrop={() => setToDrop(held)}
          />
        ))}
      </ul>
      {more && (
        <Button className="self-start" onClick={showMore}>
          {t('Show more')}
        </Button>
      )}
      {toDrop && (
        <ConfirmDialog
          title={t('Drop this message?')}
          action={t('Drop // a held message: it is not sent')}
          act={async () => {
            onTell('')
            await drop(toDrop.id)
            flushSync(() => setToDrop(null))
            onTell(t('Message dropped.'))
          }}
          onClose={() => setToDrop(null)}
        >
          {t('It is deleted, and its author reads that a moderator did not let it through.')}
        </ConfirmDialog>
      )}
    </section>
  )
}
