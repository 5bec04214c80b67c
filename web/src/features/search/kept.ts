import type { Answer } from './useFound'

/** What was found last, and how far somebody had come in it: Back leads there from a message. */
let kept: { readonly answer: Answer; readonly scroll: number } | null = null

export function keep(answer: Answer): void {
  kept = { answer, scroll: kept?.answer.key === answer.key ? kept.scroll : 0 }
}

export function keptFor(key: string): Answer | null {
  return kept?.answer.key === key ? kept.answer : null
}

export function keepScroll(key: string, scroll: number): void {
  if (kept?.answer.key === key) kept = { ...kept, scroll }
}

export function scrollFor(key: string): number {
  return kept?.answer.key === key ? kept.scroll : 0
}
