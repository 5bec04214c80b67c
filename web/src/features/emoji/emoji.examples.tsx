import type { Examples } from '../styles/examples'
import { Inside } from '../styles/Inside'
import { Opened } from '../styles/Opened'
import { EmojiPopover } from './EmojiPopover'

const nothing = () => {}

/** Every system draws emoji of its own, so the pictures show what is there without any. */
export default {
  id: 'emoji',
  title: 'Emoji',
  order: 190,
  states: {
    'The picker': () => (
      <Inside>
        <Opened name="Choose an emoji">
          {(close, anchor) => <EmojiPopover anchor={anchor} onChoose={nothing} onClose={close} />}
        </Opened>
      </Inside>
    ),
  },
} satisfies Examples
