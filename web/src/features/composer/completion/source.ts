import type { ReactNode } from 'react'
import type { Client } from '../../../sync/client'
import type { ClientState } from '../../../sync/store'
import type { SlashCommand } from '../../registry/feature'

/** Where something is being written. */
export interface CompletionPlace {
  readonly state: ClientState
  readonly client: Pick<Client, 'grouping'>
  readonly room: string
  readonly me: string
  /** What a message can begin with here. Empty where an old message is edited. */
  readonly slashCommands: readonly SlashCommand[]
}

/** One thing that may be meant. */
export interface Completion {
  readonly key: string
  readonly picture: ReactNode
  readonly name: string
  /** A word more, for telling it from others of that name. */
  readonly detail: string
  /** What takes the place of the trigger and what was typed behind it. */
  readonly insert: string
}

/**
 * Offers what may be meant by a sign and some letters, best first. Several sources may share a sign: then they are asked
 * together, and their answers stand in the order in which the features are listed.
 */
export interface CompletionSource {
  /** Of the whole list, for people who hear it. */
  readonly label: string
  readonly trigger: string
  /** What behind the trigger is a question to this source. */
  readonly query: RegExp
  /** The trigger means something only where the text begins. */
  readonly atStart?: boolean
  find(query: string, place: CompletionPlace): readonly Completion[] | Promise<readonly Completion[]>
}

/** More than these nobody reads. */
export const OFFERED = 8

/** The text without accents and capitals. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** How well a name fits what was typed: 0 is best, null is not at all. Both are folded. */
export function fit(name: string, query: string): number | null {
  if (name.startsWith(query)) return 0
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(query))) return 1
  return name.includes(query) ? 2 : null
}
