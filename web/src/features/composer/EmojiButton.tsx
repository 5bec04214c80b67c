import { lazy, Suspense, useState } from 'react'
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
        label="Emoji"
        onClick={(event) => setAnchor(event.currentTarget.getBoundingClientRect())}
      />
      {anchor && (
        <Popover label="Choose an emoji" anchor={anchor} onClose={() => setAnchor(null)}>
          <Suspense fallback={<p className="p-6 text-soft">Loading…</p>}>
            <EmojiPicker onChoose={choose} />
          </Suspense>
        </Popover>
      )}
    </>
  )
}
