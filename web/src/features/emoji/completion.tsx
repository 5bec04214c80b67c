import { t } from '../../language/t'
import { OFFERED, type CompletionSource } from '../composer/completion/source'
import { searchEmoji, type EmojiGroup } from './search'

/** Emoji by the names that people type between colons, and by the words that the picker knows. */
export const emojiNamed: CompletionSource = {
  label: t('Emoji'),
  trigger: ':',
  // From the second letter on: ":D" and ": a" are no questions.
  query: /^[a-z0-9+-][a-z0-9_+-]+$/i,
  async find(query) {
    const { names, groups } = await loadNames()
    const wanted = query.toLowerCase()
    const found = names
      .flatMap(([emoji = '', all = '']) => {
        const name = all.split(' ').find((one) => one.startsWith(wanted))
        return name ? [{ emoji, name }] : []
      })
      .sort((a, b) => a.name.length - b.name.length || a.name.localeCompare(b.name))
    const shown = new Set(found.map(({ emoji }) => emoji))
    const others = searchEmoji(groups, wanted)
      .filter(([emoji]) => !shown.has(emoji))
      .map(([emoji, name]) => ({ emoji, name }))
    return [...found, ...others].slice(0, OFFERED).map(({ emoji, name }) => ({
      key: emoji,
      picture: <span className="text-lg text-ink">{emoji}</span>,
      name,
      detail: '',
      insert: emoji,
    }))
  },
}

async function loadNames() {
  const [names, groups] = await Promise.all([import('./shortcodes.gen.json'), import('./emoji.gen.json')])
  return { names: names.default, groups: groups.default as unknown as readonly EmojiGroup[] }
}
