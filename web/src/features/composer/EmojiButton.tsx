import { useState } from 'react'
import { t } from '../../language/t'
import { IconButton } from '../../ui/Button'
import { EmojiPopover } from '../emoji/EmojiPopover'
import type { ComposerButtonProps } from '../registry/feature'

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
      {anchor && <EmojiPopover anchor={anchor} onChoose={choose} onClose={() => setAnchor(null)} />}
    </>
  )
}
