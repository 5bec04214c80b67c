import { lazy, Suspense } from 'react'
import { Popover } from '../../ui/Popover'
import { HistoryDialog } from './HistoryDialog'
import { ReactorsDialog } from './ReactorsDialog'
import type { MessageActing } from './useMessageActs'

const EmojiPicker = lazy(() => import('../emoji/EmojiPicker'))

/** The dialog or the picker that is open for a message, one at a time. */
export function MessageDialogs({ room, acting }: { room: string; acting: MessageActing }) {
  const { open, close, react } = acting
  switch (open?.what) {
    case 'history':
      return <HistoryDialog room={room} seq={open.seq} onClose={close} />
    case 'reactors':
      return <ReactorsDialog room={room} seq={open.seq} onClose={close} />
    case 'picking':
      return (
        <Popover label="Choose an emoji" anchor={open.anchor} onClose={close}>
          <Suspense fallback={<p className="p-6 text-soft">Loading…</p>}>
            <EmojiPicker onChoose={(emoji) => react(open.seq, emoji)} />
          </Suspense>
        </Popover>
      )
    default:
      return null
  }
}
