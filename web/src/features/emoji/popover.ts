import { brought } from '../../ui/brought'

export const EmojiPopover = brought(() => import('./EmojiPopover'))
