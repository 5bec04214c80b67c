import { expect, it } from 'vitest'
import { partsOf } from './parts'

it.each([
  ['> one', 1, '', 'one'],
  ['> one\n> \n> > two', 3, '', 'one\n\n> two'],
  ['Look:\n\n> one', 1, 'Look:', 'one'],
  ['> mine\n\nmore\n\n\n> one\n> two', 2, '> mine\n\nmore\n', 'one\ntwo'],
  ['Look\n\n>  indented\n>     code', 2, 'Look', ' indented\n    code'],
])('%j is a note and a copy', (body, lines, note, copy) => {
  expect(partsOf(body, lines)).toEqual({ note, copy })
})
