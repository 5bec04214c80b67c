import { createContext, useContext } from 'react'
import type { Message } from '../../protocol.gen'

/** The people that a text mentions, as the server read it. */
export interface Named {
  readonly people: NonNullable<Message['mentions']>
  readonly groups: NonNullable<Message['groups']>
  readonly wide: Message['wide']
  /** The room's path: a person's profile is below it. */
  readonly path: string | null
}

export const NOBODY: Named = { people: {}, groups: {}, wide: null, path: null }

export const NamedContext = createContext<Named>(NOBODY)

export const useNamed = (): Named => useContext(NamedContext)

/** What is found in a text: `@ada`, `@room`, `#lobby`. */
export interface Sign {
  readonly at: number
  readonly text: string
  /** In small letters. One of the two is empty. */
  readonly handle: string
  readonly slug: string
}

/**
 * The rule is that of `parley.language.mentions`, and both pass the same cases. The handle is taken whole: a shorter one
 * with the rest behind it would be somebody else's.
 */
const SIGN =
  /(?<![^\s([{"'“‘«*~|>_,;:—–])(?:@(?=([A-Za-z0-9](?:[A-Za-z0-9]|[._-](?=[A-Za-z0-9])){1,31}))\1(?![\p{L}\p{N}@/])|#([a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,59})(?![\p{L}\p{N}@/]))/gu

export function signsIn(text: string): Sign[] {
  if (!/[@#]/.test(text)) return []
  return [...text.matchAll(SIGN)].map((match) => ({
    at: match.index,
    text: match[0],
    handle: match[1]?.toLowerCase() ?? '',
    slug: match[2] ?? '',
  }))
}
