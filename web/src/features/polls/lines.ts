import { t } from '../../language/t'

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
  const missing = Array.from({ length: Math.max(0, LEAST - options.length) }, () => '')
  return [...options, ...missing].map((text, key) => ({ key, text }))
}

/** What has to be changed before it can be sent. A field refuses what is typed too long, and not what it began with. */
export function problemWith(question: string, options: readonly string[]): string | null {
  if (question.length > QUESTION_LIMIT)
    return t('A question has {limit} characters at most.', { limit: QUESTION_LIMIT })
  if (options.length < LEAST) return t('Write at least two options.')
  if (options.length > MOST) return t('A poll has {limit} options at most. Remove some.', { limit: MOST })
  const isLong = options.some((option) => option.length > OPTION_LIMIT)
  return isLong ? t('An option has {limit} characters at most.', { limit: OPTION_LIMIT }) : null
}

export function withOption(lines: readonly Line[]): readonly Line[] {
  return [...lines, { key: Math.max(...lines.map(({ key }) => key)) + 1, text: '' }]
}

export function without(lines: readonly Line[], at: number): readonly Line[] {
  return lines.filter((_, index) => index !== at)
}
