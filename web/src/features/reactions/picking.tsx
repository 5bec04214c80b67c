import type { Acting, ShownMessage } from '../registry/feature'
import { ReactionPicker } from './ReactionPicker'

export function pickReaction({ place, seq }: ShownMessage, acting: Acting, opener: HTMLElement): void {
  const anchor = opener.getBoundingClientRect()
  acting.show((close) => <ReactionPicker place={place} seq={seq} anchor={anchor} onClose={close} />)
}
