import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { literalsIn, saidIn, sourcesIn } from '../../scripts/texts'
import ar from './catalogs/ar.json'
import de from './catalogs/de.json'
import es from './catalogs/es.json'
import ja from './catalogs/ja.json'
import { LANGUAGES } from './languages'
import { parsed, type Part } from './message'

const CATALOGS: Record<string, Record<string, string>> = { de, es, ja, ar }
const sources = sourcesIn(`${import.meta.dirname}/..`)
// Read once, outside of the tests: on a busy machine this takes longer than a test may.
const literals = sources.flatMap(literalsIn)
const said = sources.flatMap(saidIn)
const texts = [...new Set(said.flatMap(({ text }) => text ?? []))].toSorted()
const english = (text: string) => text.split(' // ')[0] ?? text

describe('what the page says', () => {
  it('goes through the catalogues: no words of English stand in a view', () => {
    expect(literals).toEqual([])
  })

  it('is found among the words that a page shows', () => {
    const view = {
      name: 'View.tsx',
      text: 'const a = <p title="Two words">Three more words</p>; say(`${n} rooms`)',
    }
    expect(literalsIn(view).map(({ text }) => text)).toEqual([
      'Two words',
      'Shown: Three more words',
      '… rooms',
    ])
    expect(
      literalsIn({ name: 'View.tsx', text: 'const a = <p className="flex gap-2">{t(\'Two words\')}</p>' }),
    ).toEqual([])
  })

  it('is a literal with literal names, so that it can be compared', () => {
    expect(said.filter(({ text, values }) => text === null || values === null)).toEqual([])
  })

  it('has a value for each of its places, and a place for each value', () => {
    const wrong = said.filter(
      ({ text, values }) =>
        text && values && namesIn(parsed(english(text))).join() !== values.toSorted().join(),
    )
    expect(wrong).toEqual([])
  })
})

it('the page is asked for the same languages before its first paint as the client speaks', () => {
  const theme = readFileSync(`${import.meta.dirname}/../../boot/theme.js`, 'utf8')
  const [, listed = ''] = /var languages = \[([^\]]*)\]/.exec(theme) ?? []
  expect(listed.match(/\w+/g)).toEqual(Object.keys(LANGUAGES))
  expect(Object.keys(CATALOGS).toSorted()).toEqual(
    Object.keys(LANGUAGES)
      .filter((tag) => tag !== 'en')
      .toSorted(),
  )
})

describe.each(Object.entries(CATALOGS))('the catalogue %s', (language, catalog) => {
  it('has every text, and none that nothing says', () => {
    expect(Object.keys(catalog).toSorted()).toEqual(texts)
  })

  it('is sorted, so that two changes rarely meet', () => {
    expect(Object.keys(catalog)).toEqual(Object.keys(catalog).toSorted())
  })

  it('leaves none empty, and keeps no note', () => {
    expect(Object.values(catalog).filter((text) => !text.trim() || text.includes(' // '))).toEqual([])
  })

  it('puts the same values and tags into a translation', () => {
    const wrong = Object.entries(catalog).filter(
      ([text, own]) =>
        namesIn(parsed(english(text))).join() !== namesIn(parsed(own)).join() ||
        tagsIn(parsed(english(text))).join() !== tagsIn(parsed(own)).join(),
    )
    expect(wrong).toEqual([])
  })

  it('has all cases of a number that the language has', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const wrong = Object.values(catalog).filter((text) =>
      pluralsIn(parsed(text)).some((cases) => {
        const named = cases.filter((name) => !name.startsWith('='))
        return !wanted.every((name) => named.includes(name) || isNeverWhole(language, name))
      }),
    )
    expect(wrong).toEqual([])
  })
})

/** Spanish has a case for millions, which nothing here counts, and which may be left to the others. */
function isNeverWhole(language: string, name: string): boolean {
  return language === 'es' && name === 'many'
}

function all(parts: readonly Part[]): Exclude<Part, string>[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return []
    const inside = 'cases' in part ? Object.values(part.cases).flat() : 'inside' in part ? part.inside : []
    return [part, ...all(inside)]
  })
}

function namesIn(parts: readonly Part[]): string[] {
  const named = all(parts).flatMap((part) => ('name' in part && part.kind !== 'tag' ? part.name : []))
  return [...new Set(named)].toSorted()
}

function tagsIn(parts: readonly Part[]): string[] {
  return [...new Set(all(parts).flatMap((part) => (part.kind === 'tag' ? part.name : [])))].toSorted()
}

function pluralsIn(parts: readonly Part[]): string[][] {
  return all(parts).flatMap((part) => (part.kind === 'plural' ? [Object.keys(part.cases)] : []))
}
