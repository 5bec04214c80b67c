import { expect, it } from 'vitest'
import { parsed } from './message'

it.each([
  ['nothing to fill', ['nothing to fill']],
  ['#1 of {all}', ['#', '1 of ', { name: 'all', kind: 'value' }]],
  ['', []],
])('%s', (text, parts) => {
  expect(parsed(text)).toEqual(parts)
})

it('reads cases, and a number only within those of a number', () => {
  expect(parsed('{n, plural, =0 {none} one {# room} other {# rooms}}')).toEqual([
    {
      name: 'n',
      kind: 'plural',
      cases: { '=0': ['none'], one: [{ kind: 'number' }, ' room'], other: [{ kind: 'number' }, ' rooms'] },
    },
  ])
  expect(parsed('{who, select, me {#you} other {<b>{name}</b>}}')).toEqual([
    {
      name: 'who',
      kind: 'select',
      cases: {
        me: ['#', 'you'],
        other: [{ name: 'b', kind: 'tag', inside: [{ name: 'name', kind: 'value' }] }],
      },
    },
  ])
})

it.each([
  'a brace }',
  'a brace {',
  '{}',
  '{a b}',
  '{n, number}',
  '{n, plural, one {x}}',
  '{n, plural, other x}',
  '<b>open',
  'close</b>',
  '<b>{x</b>}',
])('%s is no text', (text) => {
  expect(() => parsed(text)).toThrow(/“/)
})
