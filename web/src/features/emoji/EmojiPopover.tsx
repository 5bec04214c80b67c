import { lazy, Suspense } from 'react'
import { t } from '../../language/t'
import { KeysHeld } from '../../ui/KeysHeld'
import { Popover } from '../../ui/Popover'

const EmojiPicker = lazy(() => import('./EmojiPicker'))

interface Props {
  anchor: DOMRect
  onChoose: (emoji: string) => void
  onClose: () => void
}

/** Its frame is there at once; the emoji load when they are first wanted. */
export function EmojiPopover({ anchor, onChoose, onClose }: Props) {
  return (
    <Popover label={t('Choose an emoji')} anchor={anchor} onClose={onClose}>
      <Suspense
        fallback={
          <div className="h-[min(24rem,60dvh)] w-full sm:w-[23rem]" aria-busy="true">
            <KeysHeld />
          </div>
        }
      >
        <EmojiPicker onChoose={onChoose} />
      </Suspense>
    </Popover>
  )
}
