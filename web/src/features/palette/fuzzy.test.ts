import { expect, it } from 'vitest'
import { fuzzyScore } from './fuzzy'

const best = (query: string, texts: string[]) =>
  texts
    .map((text) => ({ text, score: fuzzyScore(query, text) }))
    .filter(({ score }) => score !== null)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))[0]?.text

it('finds letters in order, words first', () => {
  expect(best('engfe', ['engagement offers', 'eng-frontend', 'random'])).toBe('eng-frontend')
  expect(best('des', ['modest', 'design'])).toBe('design')
})

it('does not mind accents and capitals', () => {
  expect(best('cafe', ['Café', 'lobby'])).toBe('Café')
})

it('finds nothing that lacks a letter', () => {
  expect(fuzzyScore('xyz', 'lobby')).toBeNull()
  expect(fuzzyScore('', 'lobby')).not.toBeNull()
})
