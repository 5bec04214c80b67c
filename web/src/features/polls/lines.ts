/** What a poll can have: see `poll.create`. */
export const QUESTION_LIMIT = 300
export const OPTION_LIMIT = 100
export const LEAST = 2
export const MOST = 20

/** An option that is being written. Its key stays while others come and go. */
export interface Line {
  readonly key: number
  readonly text: string
}

/** These options, and empty ones up to the least. */
export function filled(options: readonly string[]): readonly Line[] {
  const kept = options.slice(0, MOST).map((text) => text.slice(0, OPTION_LIMIT))
  const missing = Array.from({ length: Math.max(0, LEAST - kept.length) }, () => '')
  return [...kept, ...missing].map((text, key) => ({ key, text }))
}

export function withOption(lines: readonly Line[]): readonly Line[] {
  return [...lines, { key: Math.max(...lines.map(({ key }) => key)) + 1, text: '' }]
}

export function without(lines: readonly Line[], at: number): readonly Line[] {
  return lines.filter((_, index) => index !== at)
}
