import { fold } from '../../ui/fold'

/**
 * How well a query's letters are found in a text, in order: null if they are not, else higher is better.
 * Letters that follow each other or begin a word count most, so that "engfe" finds "eng-frontend" first.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const letters = fold(query).replace(/\s+/g, '')
  const hay = fold(text)
  let score = 0
  let at = -1
  for (const letter of letters) {
    const next = hay.indexOf(letter, at + 1)
    if (next < 0) return null
    if (next === at + 1) score += 3
    if (next === 0 || /[^\p{L}\p{N}]/u.test(hay[next - 1] ?? ' ')) score += 4
    score -= Math.min(3, next - at - 1) * 0.2
    at = next
  }
  return score - hay.length * 0.01
}
