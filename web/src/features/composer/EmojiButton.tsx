import { lazy, Suspense, useState, type KeyboardEvent } from 'react'
import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { Popover } from '../../ui/Popover'
import type { ComposerButtonProps } from '../registry/feature'

const EmojiPicker = lazy(() => import('../emoji/EmojiPicker'))

export function EmojiButton({ insert }: ComposerButtonProps) {
  const [anchor, setAnchor] = useState<DOMRect | null>(null)
  const choose = (emoji: string) => {
    setAnchor(null)
    // A dialog that closes first gives the focus back to its opener.
    requestAnimationFrame(() => insert(emoji))
  }
  return (
    <>
      <IconButton
        icon="smile"
        label={t('Emoji')}
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      />
      {anchor && (
        <Popover label={t('Choose an emoji')} anchor={anchor} onClose={() => setAnchor(null)}>
          <div onKeyDown={keepEnter}>
            <Suspense fallback={<p className="p-6 text-soft">{t('Loading…')}</p>}>
              <EmojiPicker onChoose={choose} />
            </Suspense>
          </div>
        </Popover>
      )}
    </>
  )
}

/** The search field stands inside the composer's form, which Enter would send. */
function keepEnter(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}
