import { emojiNamed } from '../emoji/completion'
import { membersNamed } from '../members/completion'
import { roomsNamed } from '../rooms/completion'
import type { CompletionSource } from './completion/source'

/** Everything that completes what is being written. Each is declared by the feature that it belongs to. */
export const SOURCES: readonly CompletionSource[] = [membersNamed, roomsNamed, emojiNamed]
