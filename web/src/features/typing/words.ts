import type { Typists } from '../../sync/typing'

export interface TypingWords {
  /** People by name; empty for a crowd. */
  readonly names: readonly string[]
  /** What stands before each name: nothing, a comma, or "and". */
  readonly joints: readonly string[]
  /** All the others, if there are any. */
  readonly others: string
  readonly ending: string
}

/** One more name is no longer than "1 other". */
const ALL_NAMED = 3
const NAMED_OF_MANY = 2

/** Who types, in words; null while nobody does. */
export function typingWords(
  { people, crowd }: Typists,
  nameOf: (person: string) => string,
): TypingWords | null {
  const all = Object.keys(people)
  const isOne = (crowd?.count ?? all.length) === 1
  const ending = isOne ? ' is typing…' : ' are typing…'
  if (crowd) {
    return { names: [], joints: [], others: isOne ? '1 person' : `${crowd.count} people`, ending }
  }
  if (all.length === 0) return null
  const names = (all.length <= ALL_NAMED ? all : all.slice(0, NAMED_OF_MANY)).map(nameOf)
  const others = all.length - names.length
  const last = others === 0 ? names.length - 1 : -1
  return {
    names,
    joints: names.map((_, at) => (at === 0 ? '' : at === last ? ' and ' : ', ')),
    others: others === 0 ? '' : ` and ${others} others`,
    ending,
  }
}

/** The same as one sentence, for whoever listens. */
export function sentenceOf({ names, joints, others, ending }: TypingWords): string {
  return `${names.map((name, at) => `${joints[at]}${name}`).join('')}${others}${ending}`
}
