/** What of a link's words cannot stay as it was written. */
export interface Honest {
  /** Instead of the words. */
  readonly shown: string | undefined
  /** The host to be named behind the words. */
  readonly elsewhere: string | undefined
  readonly title: string | undefined
}

/**
 * How a link is shown so that its words cannot lie about where it leads: an address that imitates another is shown in its
 * ASCII form, and words that name one host while the link leads to a second are followed by the second. Null for what is
 * no link.
 */
export function honestly(href: string, words: string): Honest | null {
  const address = addressOf(href)
  if (!address) return null
  const named = hostIn(words)
  const isElsewhere = named !== null && address.host !== '' && asAscii(named) !== address.hostname
  return {
    shown: named !== null && hasLookalikes(named) ? address.href : undefined,
    elsewhere: isElsewhere ? address.hostname : undefined,
    title: named === null ? address.href : undefined,
  }
}

/** Whether a host mixes scripts within a name, or spells Latin names with letters that only look so. */
export function hasLookalikes(host: string): boolean {
  return host.split('.').some((label) => {
    const scripts = SCRIPTS.filter((letters) => letters.test(label))
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

const LATIN = /\p{Script=Latin}/u
const HAN = /\p{Script=Han}/u
const HIRAGANA = /\p{Script=Hiragana}/u
const KATAKANA = /\p{Script=Katakana}/u
const HANGUL = /\p{Script=Hangul}/u
const BOPOMOFO = /\p{Script=Bopomofo}/u
const SCRIPTS = [
  LATIN,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Devanagari}/u,
  /\p{Script=Thai}/u,
  /\p{Script=Georgian}/u,
  /\p{Script=Cherokee}/u,
  HAN,
  HIRAGANA,
  KATAKANA,
  HANGUL,
  BOPOMOFO,
]
/** Scripts that languages write together. */
const TOGETHER = [
  ...SCRIPTS.map((script) => [script]),
  [LATIN, HAN, HIRAGANA, KATAKANA],
  [LATIN, HAN, HANGUL],
  [LATIN, HAN, BOPOMOFO],
]
/** Cyrillic and Greek letters that nobody can tell from Latin ones. */
const LOOK_LATIN =
  /^[\d\-аеорсухіјѕһԁԛԝѡӏνοαρυχικ]*[аеорсухіјѕһԁԛԝѡӏνοαρυχικ][\d\-аеорсухіјѕһԁԛԝѡӏνοαρυχικ]*$/u
