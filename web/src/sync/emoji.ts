import type { Signal } from '../protocol.gen'
import type { SyncState } from './state'

/** Whether the server has told of emoji that are not known here. */
export function isBehind({ emoji, settings }: SyncState): boolean {
  return emoji.rev < Math.max(emoji.latest, settings?.emoji ?? 0)
}

/** The next change holds all that is new. One after a gap says only that there is something to read. */
export function withEmojiSignal(state: SyncState, signal: Signal): SyncState {
  const { emoji: name, picture, rev = 0 } = signal
  const known = state.emoji
  if (!name || !rev || rev <= known.rev) return state
  const latest = Math.max(known.latest, rev)
  if (rev > known.rev + 1) return { ...state, emoji: { ...known, latest } }
  const pictures = new Map(known.pictures)
  if (picture) pictures.set(name, picture)
  else pictures.delete(name)
  return { ...state, emoji: { rev, latest, pictures } }
}
