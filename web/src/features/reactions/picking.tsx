import { EmojiPopover } from '../emoji/EmojiPopover'
import type { Acting, ShownMessage } from '../registry/feature'

export function pickReaction({ place, seq }: ShownMessage, acting: Acting, opener: HTMLElement): void {
  const anchor = opener.getBoundingClientRect()
  acting.show((close) => {
    const react = (emoji: string) => {
      close()
      void acting.client.react(place, seq, emoji, true)
    }
    return <EmojiPopover anchor={anchor} onChoose={react} onClose={close} />
  })
}
