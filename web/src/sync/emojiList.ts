import type { EmojiList } from '../protocol.gen'
import type { Api } from './api'
import type { SyncState } from './state'
import type { ClientStore } from './store'

/** Reads all emoji of the server. It is loaded when a page has missed a change. */
export async function readEmoji(api: Api, store: ClientStore): Promise<void> {
  const list = await api.call('emoji.list', {})
  store.setState(({ sync }) => ({ sync: withEmojiList(sync, list) }))
}

export function withEmojiList(state: SyncState, { emoji, rev }: EmojiList): SyncState {
  const { latest, rev: known } = state.emoji
  if (rev < known) return state
  const pictures = new Map(emoji.map(({ name, picture }) => [name, picture]))
  return { ...state, emoji: { rev, latest: Math.max(latest, rev), pictures } }
}
