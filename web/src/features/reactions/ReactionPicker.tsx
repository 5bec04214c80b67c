import { EmojiPopover } from '../emoji/EmojiPopover'
import { useClient } from '../session/context'

interface Props {
  place: string
  seq: number
  anchor: DOMRect
  onClose: () => void
}

export function ReactionPicker({ place, seq, anchor, onClose }: Props) {
  const client = useClient()
  const react = (emoji: string) => {
    onClose()
    void client.react(place, seq, emoji, true)
  }
  return <EmojiPopover anchor={anchor} onChoose={react} onClose={onClose} />
}
