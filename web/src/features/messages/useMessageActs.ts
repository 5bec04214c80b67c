import { useMemo, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { useClient } from '../session/context'
import type { ErasableRow, MessageActs } from './acts'

type Open =
  | { readonly what: 'erasing'; readonly row: ErasableRow }
  | { readonly what: 'history' | 'reactors'; readonly seq: number }
  | { readonly what: 'picking'; readonly seq: number; readonly anchor: DOMRect }

export interface MessageActing {
  readonly acts: MessageActs
  readonly open: Open | null
  close(): void
  erased(): void
  react(seq: number, emoji: string): void
}

/** The actions on a timeline's messages, and where the focus goes when a dialog closes. */
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
      onErase: (row) => setOpen({ what: 'erasing', row }),
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
    erased() {
      const seq = open?.what === 'erasing' ? open.row.seq : null
      client.edit(null)
      // The dialog gives the focus back as it closes, which has to have happened before.
      flushSync(() => setOpen(null))
      const message = scroller.current?.querySelector<HTMLElement>(`article[data-seq="${seq}"]`)
      ;(message ?? scroller.current)?.focus({ preventScroll: true })
    },
    react(seq, emoji) {
      setOpen(null)
      void client.react(room, seq, emoji, true)
    },
  }
}
