import { lazy, Suspense, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import { KeysHeld } from '../../ui/KeysHeld'
import { Popover } from '../../ui/Popover'

const EmojiPicker = lazy(() => import('./EmojiPicker'))

interface Props {
  anchor: DOMRect
  onChoose: (emoji: string) => void
  onClose: () => void
}

/** The picker beside what opened it. Its frame is there at once; the emoji load when they are first wanted. */
export function EmojiPopover({ anchor, onChoose, onClose }: Props) {
  const loading = (
    <div
      role="status"
      aria-label={t('Loading')}
      aria-busy="true"
      className="h-[min(24rem,60dvh)] w-full sm:w-[23rem]"
    >
      <KeysHeld />
    </div>
  )
  return (
    <Popover label={t('Choose an emoji')} anchor={anchor} onClose={onClose}>
      <div onKeyDown={keepEnter}>
        <Suspense fallback={loading}>
          <EmojiPicker onChoose={onChoose} />
        </Suspense>
      </div>
    </Popover>
  )
}

/** The search field may stand inside a form, which Enter would send. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}
