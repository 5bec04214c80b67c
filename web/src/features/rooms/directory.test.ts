import { expect, it } from 'vitest'
import { matchesRoom } from './directory'

const CAFE = { name: 'Café talk', topic: 'What the machine did today', slug: 'cafe-talk' }

it('finds rooms by words of their name, topic or address', () => {
  for (const query of ['', 'cafe', 'CAFÉ', 'talk caf', 'machine', 'cafe-t', ' today  talk ']) {
    expect(matchesRoom(CAFE, query)).toBe(true)
  }
  expect(matchesRoom(CAFE, 'cafe tea')).toBe(false)
})
