import type { Acting, ShownMessage } from '../registry/feature'
import { ReactionPicker } from './ReactionPicker'

export function pickReaction({ room, seq }: ShownMessage, acting: Acting, opener: HTMLElement): void {
  const anchor = opener.getBoundingClientRect()
  acting.show((close) => <ReactionPicker room={room.id} seq={seq} anchor={anchor} onClose={close} />)
}
