import { locale } from './languages'
import { parsed, type Part } from './message'

export type Values = Readonly<Record<string, string | number>>
export type Catalog = Readonly<Record<string, string>>

/** The texts of the page's language, by the English ones. */
let catalog: Catalog = {}
const messages = new Map<string, readonly Part[]>()
const plurals = new Intl.PluralRules(locale)
const numbers = new Intl.NumberFormat(locale)

/** Before anything else of the client is loaded, so that constants of its modules are in the right language too. */
export function speak(texts: Catalog): void {
  catalog = texts
}

/**
 * The text in the page's language, with its values. It is a literal, so that the catalogues can be compared with the
 * sources. What follows ` // ` is for translators only, and keeps two meanings of one English word apart.
 */
export function t(text: string, values?: Values): string {
  const own = catalog[text] ?? plain(text)
  return own.includes('{') ? wordsOf(partsOf(own), values ?? {}) : own
}

/** The parts of a text, for what is more than words: see `phrase`. */
export function partsOfText(text: string): readonly Part[] {
  return partsOf(catalog[text] ?? plain(text))
}

/** The case that a number or a word takes in this language. */
export function caseOf(part: Extract<Part, { cases: unknown }>, value: string | number): readonly Part[] {
  const { cases, kind } = part
  const named = kind === 'plural' ? (cases[`=${value}`] ?? cases[plurals.select(Number(value))]) : undefined
  return named ?? (Object.hasOwn(cases, value) ? cases[value] : undefined) ?? cases['other'] ?? []
}

export function numberWords(value: number): string {
  return numbers.format(value)
}

function wordsOf(parts: readonly Part[], values: Values, number = 0): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part
      if (part.kind === 'number') return numberWords(number)
      if (part.kind === 'tag') return wordsOf(part.inside, values, number)
      const value = values[part.name] ?? ''
      if (part.kind === 'value') return typeof value === 'number' ? numberWords(value) : value
      return wordsOf(caseOf(part, value), values, part.kind === 'plural' ? Number(value) : number)
    })
    .join('')
}

function partsOf(text: string): readonly Part[] {
  let parts = messages.get(text)
  if (!parts) messages.set(text, (parts = parsed(text)))
  return parts
}

function plain(text: string): string {
  const note = text.indexOf(' // ')
  return note < 0 ? text : text.slice(0, note)
}
