import { covered } from './hidden'

/** Where a line of Markdown begins something: a heading, a quote, an item of a list, a block of code. */
export const OPENING = /^\s*(?:#{1,6}\s|>\s?|[-*+]\s|\d+[.)]\s|```.*$)+\s*/
export const LINK = /!?\[([^\]]*)\]\([^)]*\)/g
/** Signs that stand around words and not between letters, as in snake_case. */
export const SIGNS = /(?<!\w)[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?!\w)/g

/** The first line of a message that says something, in plain words. */
export function beginningOf(body: string): string {
  const lines = covered(body)
    .split('\n')
    .map((line) => line.replace(OPENING, '').replace(LINK, '$1').replace(SIGNS, '').trim())
  return lines.find((line) => line !== '') ?? body.trim()
}
