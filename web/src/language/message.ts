/**
 * A text with places for values, in the part of ICU MessageFormat that translators' tools know best:
 * `{name}`, `{count, plural, one {# member} other {# members}}`, `{kind, select, a {…} other {…}}`, and
 * `<link>words</link>` around what becomes an element. Braces and tags cannot be quoted: no text needs them.
 */
export type Part =
  | string
  | { readonly name: string; readonly kind: 'value' }
  | { readonly kind: 'number' }
  | { readonly name: string; readonly kind: 'plural' | 'select'; readonly cases: Cases }
  | { readonly name: string; readonly kind: 'tag'; readonly inside: readonly Part[] }

type Cases = Readonly<Record<string, readonly Part[]>>

const TOKEN = /\{|\}|#|<\/?[a-z]+>/g

export function parsed(text: string): readonly Part[] {
  const reader = { text, at: 0 }
  const parts = partsUntil(reader, null, false)
  if (reader.at !== text.length) throw broken(reader, 'a brace or tag too many')
  return parts
}

interface Reader {
  readonly text: string
  at: number
}

/** Reads up to a closing brace or tag, which stays, or to the end. */
function partsUntil(reader: Reader, tag: string | null, inPlural: boolean): readonly Part[] {
  const parts: Part[] = []
  while (reader.at < reader.text.length) {
    TOKEN.lastIndex = reader.at
    const token = TOKEN.exec(reader.text)
    const end = token?.index ?? reader.text.length
    if (end > reader.at) parts.push(reader.text.slice(reader.at, end))
    reader.at = end
    if (!token || token[0] === '}' || token[0] === `</${tag}>`) break
    reader.at += token[0].length
    if (token[0] === '#') parts.push(inPlural ? { kind: 'number' } : '#')
    else if (token[0] === '{') parts.push(valueAt(reader))
    else parts.push(tagAt(reader, token[0].slice(1, -1), inPlural))
  }
  return parts
}

function tagAt(reader: Reader, name: string, inPlural: boolean): Part {
  const inside = partsUntil(reader, name, inPlural)
  take(reader, `</${name}>`)
  return { name, kind: 'tag', inside }
}

function valueAt(reader: Reader): Part {
  const name = word(reader)
  if (next(reader) === '}') {
    take(reader, '}')
    return { name, kind: 'value' }
  }
  take(reader, ',')
  const kind = word(reader)
  if (kind !== 'plural' && kind !== 'select') throw broken(reader, `no kind of value is called ${kind}`)
  take(reader, ',')
  const cases: Record<string, readonly Part[]> = {}
  while (next(reader) !== '}') {
    const key = word(reader)
    take(reader, '{')
    cases[key] = partsUntil(reader, null, kind === 'plural')
    take(reader, '}')
  }
  take(reader, '}')
  if (!cases['other']) throw broken(reader, `${name} has no case for others`)
  return { name, kind, cases }
}

/** The next character that is no space. */
function next(reader: Reader): string {
  while (reader.text[reader.at] === ' ' || reader.text[reader.at] === '\n') reader.at++
  return reader.text[reader.at] ?? ''
}

function word(reader: Reader): string {
  next(reader)
  const [found] = /^=?\w+/.exec(reader.text.slice(reader.at)) ?? []
  if (!found) throw broken(reader, 'a name is missing')
  reader.at += found.length
  return found
}

function take(reader: Reader, wanted: string): void {
  if (next(reader) !== wanted[0] || !reader.text.startsWith(wanted, reader.at))
    throw broken(reader, `${wanted} is missing`)
  reader.at += wanted.length
}

function broken({ text, at }: Reader, why: string): Error {
  return new Error(`“${text}”, at ${at}: ${why}`)
}
