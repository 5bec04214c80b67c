import { language, locale } from '../../language/languages'
import { t } from '../../language/t'
import type { Typists } from '../../sync/typing'

export interface TypingWords {
  /** What stands before the list of those who type. */
  readonly beginning: string
  /** People by name and what stands between them; empty for a crowd. */
  readonly list: readonly { readonly text: string; readonly isName: boolean }[]
  readonly ending: string
}

/** One more name is no longer than "1 other". */
const ALL_NAMED = 3
const NAMED_OF_MANY = 2
/** Stands for the list in a sentence, and is in no sentence otherwise. */
const LIST = '\uFFFC'
/** English lists are written as in Britain, whatever the region: without a comma before "and". */
const joined = new Intl.ListFormat(language === 'en' ? 'en-GB' : locale)

/** Who types, in words; null while nobody does. */
export function typingWords(
  { people, crowd }: Typists,
  nameOf: (person: string) => string,
): TypingWords | null {
  if (crowd) {
    const { count } = crowd
    const ending = t('{count, plural, one {# person is typing…} other {# people are typing…}}', { count })
    return { beginning: '', list: [], ending }
  }
  const all = Object.keys(people)
  if (all.length === 0) return null
  const names = (all.length <= ALL_NAMED ? all : all.slice(0, NAMED_OF_MANY)).map(nameOf)
  const others = all.length - names.length
  const sentence = t('{count, plural, one {{names} is typing…} other {{names} are typing…}}', {
    count: all.length,
    names: LIST,
  })
  const [beginning = '', ending = ''] = sentence.split(LIST)
  return { beginning, list: listOf(names, others), ending }
}

function listOf(names: readonly string[], others: number): TypingWords['list'] {
  const rest = t('{count, plural, one {# other} other {# others}}', { count: others })
  const parts = joined.formatToParts(others > 0 ? [...names, rest] : names)
  // The names come first, and so what is not named is the last of the elements.
  let seen = 0
  return parts.map(({ type, value }) => ({
    text: value,
    isName: type === 'element' && ++seen <= names.length,
  }))
}

/** The same as one sentence, for those who listen. */
export function sentenceOf({ beginning, list, ending }: TypingWords): string {
  return `${beginning}${list.map(({ text }) => text).join('')}${ending}`
}
