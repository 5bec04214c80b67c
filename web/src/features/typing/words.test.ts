import { expect, it } from 'vitest'
import { loadPageIn } from '../../language/testing/page'
import type { Typists } from '../../sync/typing'
import { sentenceOf, typingWords } from './words'

const NAMES: Record<string, string> = { '1': 'Ada', '2': 'Bob', '3': 'Eve' }
const typists = (count: number): Typists => ({
  people: Object.fromEntries(Array.from({ length: count }, (_, at) => [String(at + 1), 6_000])),
  crowd: null,
})
const crowd = (count: number): Typists => ({ people: {}, crowd: { count, until: 6_000 } })

it.each([
  [typists(1), 'Ada is typing…'],
  [typists(2), 'Ada and Bob are typing…'],
  [typists(3), 'Ada, Bob and Eve are typing…'],
  [typists(5), 'Ada, Bob and 3 others are typing…'],
  [crowd(1), '1 person is typing…'],
  [crowd(12), '12 people are typing…'],
])('%j: %s', (known, sentence) => {
  const words = typingWords(known, (person) => NAMES[person] ?? 'Somebody')
  expect(words && sentenceOf(words)).toBe(sentence)
})

it('says nothing of nobody', () => {
  expect(typingWords(typists(0), () => '')).toBeNull()
})

it.each([
  ['de', 1, 'Ada schreibt…'],
  ['de', 5, 'Ada, Bob und 3 weitere Personen schreiben…'],
  ['es', 3, 'Ada, Bob y Eve están escribiendo…'],
  ['ja', 2, 'Ada、Bob が入力中…'],
  ['ar', 2, 'Ada وBob يكتبان…'],
])(
  'in %s, %i people are one sentence, of which names and nothing else are marked',
  async (lang, count, sentence) => {
    await loadPageIn(lang)
    const own = await import('./words')
    const words = own.typingWords(typists(count), (person) => NAMES[person] ?? 'Somebody')
    expect(words && own.sentenceOf(words)).toBe(sentence)
    expect(words?.list.filter(({ isName }) => isName).map(({ text }) => text)).toEqual(
      ['Ada', 'Bob', 'Eve'].slice(0, count > 3 ? 2 : count),
    )
  },
)
