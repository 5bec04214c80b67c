import { expect, it } from 'vitest'
import { suggestions, type Known } from './suggestions'

const known: Known = {
  people: [
    { name: 'Zoë Brontë', handle: 'zoe' },
    { name: 'Ada Lovelace', handle: 'ada' },
  ],
  rooms: [
    { name: 'Lobby', info: { id: '17', slug: 'lobby' } },
    { name: 'Den', info: { id: '18', slug: null } },
  ],
  now: new Date(2026, 0, 31, 12),
}
const offered = (text: string) => suggestions(text, known).map(({ next }) => next)

it('offers filters where a word could begin, and nothing in the middle of one', () => {
  expect(offered('')).toContain('from:')
  expect(offered('plan ')).toContain('plan has:link ')
  expect(offered('plan has:link ')).not.toContain('plan has:link has:link ')
  expect(offered('plan')).toEqual([])
})

it('offers people by their name or handle, whatever the accents', () => {
  expect(offered('plan from:')).toEqual(['plan from:@ada ', 'plan from:@zoe '])
  expect(offered('from:@bronte')).toEqual(['from:@zoe '])
  expect(offered('-From:lov')).toEqual(['-from:@ada '])
})

it('offers rooms by their address, or by their id where they have none', () => {
  expect(offered('in:')).toEqual(['in:#lobby ', 'in:18 '])
  expect(offered('x in:de')).toEqual(['x in:18 '])
})

it('offers days, a month and a year', () => {
  expect(offered('before:')).toEqual([
    'before:2026-01-31 ',
    'before:2026-01-30 ',
    'before:2026-01 ',
    'before:2026 ',
  ])
  expect(offered('after:2026-01-31')).toEqual([])
})
