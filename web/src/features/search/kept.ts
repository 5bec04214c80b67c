import type { Answer } from './useFound'

interface Kept {
  readonly answer: Answer
  readonly scroll: number
  /** The result that was opened, by its address. */
  readonly opened: string | null
}

/** What was found last, and how far somebody had come in it: Back leads there from a message. */
let kept: Kept | null = null

export function keep(answer: Answer): void {
  const before = kept?.answer.key === answer.key ? kept : { scroll: 0, opened: null }
  kept = { ...before, answer }
}

export function keptFor(key: string): Kept | null {
  return kept?.answer.key === key ? kept : null
}

export function keepPlace(key: string, place: Partial<Pick<Kept, 'scroll' | 'opened'>>): void {
  if (kept?.answer.key === key) kept = { ...kept, ...place }
}
