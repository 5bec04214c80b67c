import { t } from '../../language/t'
import type { SlashCommand } from '../registry/feature'

const SHRUG = '¯\\\\\\_(ツ)\\_/¯'

export const SLASH_COMMANDS: readonly SlashCommand[] = [
  {
    id: 'me',
    order: 100,
    name: 'me',
    takes: t('[action]'),
    label: t('Says what you do, in italics'),
    icon: 'italic',
    run: (rest) =>
      inItalics(needed(rest, t('what you do, as in /me waves // what is missing behind a command'))),
  },
  {
    id: 'shrug',
    order: 110,
    name: 'shrug',
    takes: t('[text]'),
    label: t('Puts a shrug behind the text'),
    icon: 'smile',
    run: (rest) => (rest ? `${rest} ${SHRUG}` : SHRUG),
  },
]

/** What follows a command's name. Throws with words for the writer where there is nothing. */
export function needed(rest: string, what: string): string {
  if (rest.trim() === '') throw new Error(t('Write behind it {what}.', { what }))
  return rest.trim()
}

/** Emphasis does not reach over a blank line. */
function inItalics(text: string): string {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => `_${paragraph.trim()}_`)
    .join('\n\n')
}
