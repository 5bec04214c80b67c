import { expect, it } from 'vitest'
import type { Invitation } from '../../protocol.gen'
import { placesWords, stateWords } from './words'

const INVITATION: Invitation = {
  id: '1',
  by: '2',
  role: 'member',
  rooms: [{ id: '3', name: 'Den' }],
  hidden_rooms: 0,
  uses: 10,
  uses_left: 10,
  created_at: '2026-11-20T10:00:00.000Z',
  expires_at: '2026-11-27T10:00:00.000Z',
  last_used_at: null,
}

it.each([
  [{}, 'Den'],
  [{ rooms: [] }, 'This server'],
  [{ rooms: [], hidden_rooms: 1 }, 'a private room'],
  [{ hidden_rooms: 2 }, 'Den and 2 private rooms'],
  [{ role: 'guest' }, 'Den (as guest)'],
  [{ role: 'admin', rooms: [] }, 'This server (as administrator)'],
] as const)('%j leads to %s', (changes, words) => {
  expect(
    placesWords({
      ...INVITATION,
      ...changes,
      rooms: [...('rooms' in changes ? changes.rooms : INVITATION.rooms)],
    }),
  ).toBe(words)
})

it('says how often and how long it works', () => {
  expect(stateWords(INVITATION)).toMatch(/^For 10 people · until Nov 27, 2026.* · not used yet$/)
  expect(stateWords({ ...INVITATION, uses: 1, uses_left: 1 })).toMatch(/^For 1 person · /)
  const used = { ...INVITATION, uses_left: 3, last_used_at: '2026-11-21T10:00:00.000Z' }
  expect(stateWords(used)).toMatch(/^3 of 10 left · until .* · last used Nov 21, 2026$/)
})
