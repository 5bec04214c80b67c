import type { SlashCommand } from '../registry/feature'

const SHRUG = '¯\\\\\\_(ツ)\\_/¯'

export const SLASH_COMMANDS: readonly SlashCommand[] = [
  {
    id: 'me',
    order: 100,
    name: 'me',
    takes: '[action]',
    label: 'Says what you do, in italics',
    icon: 'italic',
    run: (rest) => inItalics(needed(rest, 'what you do, as in /me waves')),
  },
  {
    id: 'shrug',
    order: 110,
    name: 'shrug',
    takes: '[text]',
    label: 'Puts a shrug behind the text',
    icon: 'smile',
    run: (rest) => (rest ? `${rest} ${SHRUG}` : SHRUG),
  },
]

/** What follows a command's name. Throws with words for the writer where there is nothing. */
export function needed(rest: string, what: string): string {
  if (rest.trim() === '') throw new Error(`Write behind it ${what}.`)
  return rest.trim()
}

/** Emphasis does not reach over a blank line. */
function inItalics(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => `_${paragraph.trim()}_`)
    .join('\n\n')
}
