import { describe, expect, it } from 'vitest'
import { plainParts } from './plain'

/** An excerpt as the server cuts it: what was searched for stands in «», and the excerpt in [[ ]] if it is not all. */
function shown(marked: string): string {
  const [, before = '', inside = marked] = /^(.*)\[\[(.*)\]\]/s.exec(marked) ?? []
  const after = marked.includes(']]') ? marked.slice(marked.indexOf(']]') + 2) : ''
  const parts = inside.split(/[«»]/).map((text, at) => (at % 2 ? { text, match: true } : { text }))
  const body = `${before}${inside}${after}`.replaceAll(/[«»]/g, '')
  return plainParts({ message: { body }, parts })
    .map(({ text, match }) => (match ? `«${text}»` : text))
    .join('')
}

describe('an excerpt in plain words', () => {
  it.each([
    ['see «hello» there', 'see «hello» there'],
    ['# A «title»\n> and **bold «words»**', 'A «title»\nand bold «words»'],
    ['- [the «guide»](https://example.org/x) and `code`', 'the «guide» and code'],
    ['[the guide](https://«example».org/x)', '[the guide](https://«example».org/x)'],
    ['call «foo»_bar or snake_case', 'call «foo»_bar or snake_case'],
    ['it was ||the «butler»|| in the hall', 'it was (hidden) in the hall'],
    ['it was ||the [[«butler»]] who|| ran', '(hidden)'],
    ['it was ||the old [[butler|| in the «hall»]]', '(hidden) in the «hall»'],
    ['**one** [[two **«three»** four]] **five**', 'two «three» four'],
    ['«مرحبا» **بكم**', '«مرحبا» بكم'],
  ])('%j is %j', (marked, plain) => {
    expect(shown(marked)).toBe(plain)
  })
})
