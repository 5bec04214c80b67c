/** What can be done with a message. */
export interface MessageActs {
  onUnread: (seq: number) => void
  onErase: (seq: number) => void
  onEdit: (seq: number) => void
  onEdited: () => void
  onHistory: (seq: number) => void
  onPick: (seq: number, opener: HTMLElement) => void
  onWho: (seq: number) => void
}
