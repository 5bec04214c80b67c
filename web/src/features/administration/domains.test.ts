import { expect, it } from 'vitest'
import { domainsIn } from './domains'

it.each([
  ['example.org', ['example.org']],
  [
    ' @Example.org, ada@example.com;example.org.\nexample.net ',
    ['example.org', 'example.com', 'example.net'],
  ],
  ['', []],
])('%j means %j', (typed, domains) => {
  expect(domainsIn(typed)).toEqual(domains)
})
