import { useLayoutEffect, useRef, type ComponentProps } from 'react'
import { t } from '../../language/t'
import type { Erasure } from '../../sync/erasing'
import { TextButton } from '../../ui/TextButton'
import { useClient } from '../session/context'

interface Props {
  place: string
  seq: number
  erasure: Erasure | undefined
}

/** In place of a message that was deleted, as high as a line of text, so that nothing moves. */
export function Erased({ place, seq, erasure }: Props) {
  const client = useClient()
  const canUndo = erasure?.phase === 'erased' || erasure?.phase === 'restoring'
  return (
    <p className="text-sm leading-[inherit] text-faint italic">
      {t('Message deleted')}
      {canUndo && (
        <>
          {' · '}
          <NextAct
            className="text-accent not-italic"
            aria-label={t('Undo: bring the message back')}
            aria-disabled={erasure.phase === 'restoring' || undefined}
            onClick={() => void client.restoreMessage(place, seq)}
          >
            {t('Undo')}
          </NextAct>
        </>
      )}
    </p>
  )
}

/** Why a message could not be deleted, or brought back. */
export function ErasureNote({ place, seq, erasure }: Props) {
  const client = useClient()
  if (erasure?.phase !== 'refused') return null
  const again = erasure.what === 'erase' ? client.eraseMessage : client.restoreMessage
  return (
    <p role="alert" className="text-sm text-danger">
      {erasure.what === 'erase'
        ? t('Not deleted: {why}', { why: erasure.why })
        : t('Not brought back: {why}', { why: erasure.why })}{' '}
      <NextAct onClick={() => void again(place, seq)}>{t('Try again')}</NextAct>
    </p>
  )
}

/** Takes the focus from its message as it comes, and gives it back as it goes: a keyboard is never left nowhere. */
function NextAct(props: ComponentProps<'button'>) {
  const button = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => {
    const own = button.current
    const message = own?.closest('article')
    if (message === document.activeElement) own?.focus({ preventScroll: true })
    return () => {
      if (own === document.activeElement) message?.focus({ preventScroll: true })
    }
  }, [])
  return <TextButton ref={button} {...props} />
}
