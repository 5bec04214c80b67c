import { lazy, Suspense } from 'react'
import { t } from '../../language/t'
import { Popover } from '../../ui/Popover'
import { useClient } from '../session/context'

const EmojiPicker = lazy(() => import('../emoji/EmojiPicker'))

interface Props {
  place: string
  seq: number
  anchor: DOMRect
  onClose: () => void
}

/** The emoji to react with. Its frame is there at once; the emoji load when they are first wanted. */
export function ReactionPicker({ place, seq, anchor, onClose }: Props) {
  const client = useClient()
  const react = (emoji: string) => {
    onClose()
    void client.react(place, seq, emoji, true)
  }
  return (
    <Popover label={t('Choose an emoji')} anchor={anchor} onClose={onClose}>
      <Suspense fallback={<div className="h-[min(24rem,60dvh)] w-full sm:w-[23rem]" aria-busy="true" />}>
        <EmojiPicker onChoose={react} />
      </Suspense>
    </Popover>
  )
}
