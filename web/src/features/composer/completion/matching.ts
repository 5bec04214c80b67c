import { isInCode } from '../edits'
import type { CompletionSource } from './source'

export interface Match {
  readonly source: CompletionSource
  readonly query: string
  /** Where the trigger stands. */
  readonly from: number
  readonly to: number
}

/** Nobody means one thing with more letters than these. */
const LONGEST = 40
/** What a trigger stands behind: nothing, a space, or an opening sign. Never a letter, a digit, or part of an address. */
const BEFORE = /[\s([{"'“‘«*~|>—–]/u

/** What the caret stands behind, if that is a question to one of the sources. */
export function matchAt(text: string, caret: number, sources: readonly CompletionSource[]): Match | null {
  const near = text.slice(Math.max(0, caret - LONGEST), caret)
  for (const source of sources) {
    const at = near.lastIndexOf(source.trigger)
    if (at < 0) continue
    const from = caret - near.length + at
    if (source.atStart && from > 0) continue
    const query = near.slice(at + source.trigger.length)
    const before = text[from - 1]
    if (!source.query.test(query) || (before !== undefined && !BEFORE.test(before))) continue
    if (!isInCode(text, from)) return { source, query, from, to: caret }
  }
  return null
}

/** The source of a match, and all others whose sign is the same. */
export function sourcesOf(
  { source, query }: Match,
  sources: readonly CompletionSource[],
): CompletionSource[] {
  const { trigger } = source
  return sources.filter((one) => one.trigger === trigger && one.query.test(query))
}
