import { escapeHtml } from './escape'

/**
 * A link whose words cannot lie about where it leads: an address that imitates another is shown in its ASCII form, and
 * words that name one host while the link leads to a second are followed by the second.
 */
export function linkHtml(href: string, words: string, wordsHtml: string): string {
  const address = addressOf(href)
  if (!address) return wordsHtml
  const named = hostIn(words)
  const shown = named !== null && hasLookalikes(named) ? escapeHtml(address.href) : wordsHtml
  const isElsewhere = named !== null && address.host !== '' && asAscii(named) !== address.hostname
  const elsewhere = isElsewhere ? ` (${escapeHtml(address.hostname)})` : ''
  const title = named === null ? ` title="${escapeHtml(address.href)}"` : ''
  return `<a href="${escapeHtml(href)}"${title}>${shown}${elsewhere}</a>`
}

/** Whether a host mixes scripts within a name, or spells Latin names with letters that only look so. */
export function hasLookalikes(host: string): boolean {
  return host.split('.').some((label) => {
    const scripts = SCRIPTS.filter(([, letters]) => letters.test(label)).map(([name]) => name)
    const isTogether = TOGETHER.some((some) => scripts.every((script) => some.includes(script)))
    return !isTogether || LOOK_LATIN.test(label)
  })
}

function addressOf(href: string): URL | null {
  const url = parsed(href)
  return url && /^(?:https?|mailto):$/.test(url.protocol) ? url : null
}

/** The host that a link's words name, if they look like an address. */
function hostIn(words: string): string | null {
  const [, host = null] = /^\s*(?:https?:\/\/|www\.(?=\S))([^\s/?#:@]+)/i.exec(words) ?? []
  return host && (/^\s*www\./i.test(words) ? `www.${host}` : host).toLowerCase()
}

function asAscii(host: string): string {
  return parsed(`http://${host}`)?.hostname ?? host
}

function parsed(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}

const SCRIPTS = (
  'Latin Cyrillic Greek Armenian Hebrew Arabic Devanagari Thai Georgian Cherokee Han Hiragana Katakana ' +
  'Hangul Bopomofo'
)
  .split(' ')
  .map((name) => [name, new RegExp(`\\p{Script=${name}}`, 'u')] as const)
/** Scripts that languages write together. */
const TOGETHER = [
  ...SCRIPTS.map(([name]) => [name]),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Hangul'],
  ['Latin', 'Han', 'Bopomofo'],
]
/** Cyrillic and Greek letters that nobody can tell from Latin ones. */
const LOOK_LATIN =
  /^[\d\-аеорсухіјѕһԁԛԝѡӏνοαρυχικ]*[аеорсухіјѕһԁԛԝѡӏνοαρυχικ][\d\-аеорсухіјѕһԁԛԝѡӏνοαρυχικ]*$/u
