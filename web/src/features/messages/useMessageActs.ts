import { useMemo, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { useClient } from '../session/context'
import type { MessageActs } from './acts'

type Open =
  | { readonly what: 'history' | 'reactors'; readonly seq: number }
  | { readonly what: 'picking'; readonly seq: number; readonly anchor: DOMRect }

export interface MessageActing {
  readonly acts: MessageActs
  readonly open: Open | null
  close(): void
  react(seq: number, emoji: string): void
}

/** The actions on a timeline's messages, and where the focus goes then. */
export function useMessageActs(room: string, scroller: RefObject<HTMLElement | null>): MessageActing {
  const client = useClient()
  const [open, setOpen] = useState<Open | null>(null)

  const acts = useMemo((): MessageActs => {
    const edited = () => {
      const edits = client.store.getState().editing
      client.edit(null)
      const composer = document.querySelector<HTMLElement>('textarea[data-composer]')
      // On a touch screen that would open the keyboard again.
      if (matchMedia('(pointer: fine)').matches) composer?.focus()
      else if (edits) messageAt(edits.seq)?.focus({ preventScroll: true })
    }
    const messageAt = (seq: number) =>
      scroller.current?.querySelector<HTMLElement>(`article[data-seq="${seq}"]`)
    return {
      onUnread: (seq) => client.markUnread(room, seq),
      onErase(seq) {
        // The button, or the field, that had the focus goes away.
        flushSync(() => client.edit(null))
        messageAt(seq)?.focus({ preventScroll: true })
        void client.eraseMessage(room, seq)
      },
      onEdit: (seq) => client.edit({ room, seq }),
      onEdited: edited,
      onHistory: (seq) => setOpen({ what: 'history', seq }),
      onPick: (seq, opener) => setOpen({ what: 'picking', seq, anchor: opener.getBoundingClientRect() }),
      onWho: (seq) => setOpen({ what: 'reactors', seq }),
    }
  }, [client, room, scroller])

  return {
    acts,
    open,
    close: () => setOpen(null),
    react(seq, emoji) {
      setOpen(null)
      void client.react(room, seq, emoji, true)
    },
  }
}
