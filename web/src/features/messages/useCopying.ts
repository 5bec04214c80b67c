import type { ClipboardEvent, RefObject } from 'react'
import { useClient, useSignedIn } from '../session/context'
import { copiedText } from './copying'
import type { Row } from './rows'

/** Copies several messages as lines that say who said what. */
export function useCopying(scroller: RefObject<HTMLElement | null>, rows: readonly Row[]) {
  const client = useClient()
  const { me } = useSignedIn()

  const authorOf = (article: HTMLElement) => {
    const row = rows[Number(article.closest<HTMLElement>('[data-index]')?.dataset['index'])]
    // A notice says itself who did what.
    if (row?.kind === 'message' && row.notice) return null
    const sender = row?.kind === 'message' ? row.sender : me.id
    return client.store.getState().sync.people[sender]?.name ?? me.name
  }

  return (event: ClipboardEvent) => {
    const selection = document.getSelection()
    const text = selection && scroller.current && copiedText(selection, scroller.current, authorOf)
    if (!text) return
    event.clipboardData.setData('text/plain', text)
    event.preventDefault()
  }
}
