import type { MessageRow } from './rows'

export type ErasableRow = MessageRow & { readonly seq: number }

/** What can be done with a message. */
export interface MessageActs {
  onUnread: (seq: number) => void
  onErase: (row: ErasableRow) => void
  onEdit: (seq: number) => void
  onEdited: () => void
  onHistory: (seq: number) => void
  onPick: (seq: number, opener: HTMLElement) => void
  onWho: (seq: number) => void
}
