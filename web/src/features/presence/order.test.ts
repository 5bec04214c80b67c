import { expect, it } from 'vitest'
import { byPresence } from './order'

it('puts those who are there first, and leaves the others in their order', () => {
  const people = ['ada', 'bob', 'cleo', 'dan', 'eve'].map((person) => ({ person }))
  const presences = {
    bob: { state: 'offline', lastSeen: null },
    cleo: { state: 'away', lastSeen: null },
    dan: { state: 'online', lastSeen: null },
  } as const
  const sorted = people.sort(byPresence(presences)).map(({ person }) => person)
  expect(sorted).toEqual(['dan', 'cleo', 'ada', 'bob', 'eve'])
})
