import { useState } from 'react'
import { t } from '../../language/t'
import { isBlocked } from '../../sync/state'
import { TextButton } from '../../ui/TextButton'
import type { AroundMessageProps } from '../registry/feature'
import { useClientState } from '../session/context'
import { BLOCKED } from './words'

/** Folds the message of a blocked person. It can be opened: a conversation may make no sense without it. */
export function FoldedText({ message, children }: AroundMessageProps) {
  const isFolded = useClientState(({ sync }) => message !== null && isBlocked(sync, message.sender))
  const [isShown, show] = useState(false)
  if (!isFolded || isShown) return children
  return (
    <p className="text-sm leading-[inherit] text-faint italic">
      {BLOCKED} ·{' '}
      <TextButton
        className="text-accent not-italic"
        onClick={({ currentTarget }) => {
          currentTarget.closest('article')?.focus({ preventScroll: true })
          show(true)
        }}
      >
        {t('Show')}
      </TextButton>
    </p>
  )
}
