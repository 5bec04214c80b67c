import { isValidElement, type ReactElement, type ReactNode } from 'react'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { loadPageIn } from './testing/page'
import type { phrase as Phrase } from './phrase'
import type { t as T } from './t'

async function inLanguage(lang: string): Promise<{ t: typeof T; phrase: typeof Phrase }> {
  await loadPageIn(lang)
  return { ...(await import('./t')), ...(await import('./phrase')) }
}

describe('in English', () => {
  let t: typeof T
  beforeEach(async () => void ({ t } = await inLanguage('en')))

  it('a text says itself, with its values', () => {
    expect(t('Nothing here.')).toBe('Nothing here.')
    expect(t('{name} left', { name: 'Ada' })).toBe('Ada left')
  })

  it('numbers are written with separators, and choose their case', () => {
    const text = '{count, plural, =0 {nobody} one {# person} other {# people}}'
    expect([0, 1, 12_000].map((count) => t(text, { count }))).toEqual(['nobody', '1 person', '12,000 people'])
  })

  it('what a person chose is a value and never a text of its own', () => {
    expect(t('{name} left', { name: '{name} <b># // x' })).toBe('{name} <b># // x left')
  })

  it('a note to translators is not shown', () => {
    expect(t('Open // a verb')).toBe('Open')
    expect(t('See https://example.org')).toBe('See https://example.org')
  })

  it('a word without a case of its own takes the one for others', () => {
    const text = '{kind, select, a {A} other {B}}'
    expect(['a', 'x', 'toString'].map((kind) => t(text, { kind }))).toEqual(['A', 'B', 'B'])
  })
})

it('another language has its own texts and numbers', async () => {
  const { t } = await inLanguage('de')
  expect(t('Cancel')).toBe('Abbrechen')
  expect(t('{count, plural, one {# x} other {# xs}} // not in any catalogue', { count: 1200 })).toBe(
    '1.200 xs',
  )
})

it('a language that there is none of is English', async () => {
  const { t } = await inLanguage('tlh')
  expect(t('Cancel')).toBe('Cancel')
})

it('a phrase has elements in the places of its values and of its tags', async () => {
  const { phrase } = await inLanguage('en')
  const node = phrase(
    'Ask <link>{who}</link> in {room}',
    { who: 'Ada', room: <i>den</i> },
    { link: (x) => <a>{x}</a> },
  )
  expect(flat(node)).toEqual(['Ask ', '<a>', 'Ada', ' in ', '<i>', 'den'])
})

function flat(node: ReactNode): string[] {
  if (Array.isArray(node)) return node.flatMap(flat)
  if (!isValidElement(node)) return [String(node)]
  const { type, props } = node as ReactElement<{ children?: ReactNode }>
  return [...(typeof type === 'string' ? [`<${type}>`] : []), ...flat(props.children)]
}

it('a locale that Intl does not take, as some systems name it, is not used', async () => {
  vi.stubGlobal('navigator', { languages: ['en-US@posix', 'en-GB'] })
  await loadPageIn('en')
  expect((await import('./languages')).locale).toBe('en-GB')
  vi.stubGlobal('navigator', { languages: ['en_US'] })
  await loadPageIn('en')
  expect((await import('./languages')).locale).toBe('en')
})
