import { expect, it } from 'vitest'
import type { User } from '../../protocol.gen'
import { rolesFor, type PersonRole } from './offers'

const user = (person: string, role: PersonRole): User => ({
  person,
  role,
  card: { handle: 'bob', name: 'Bob', avatar: null, rev: 1 },
  created_at: '2026-11-20T10:00:00.000Z',
  deactivated_at: null,
})

it.each([
  ['an owner gives every role', 'owner', 'admin', 4],
  ['an administrator makes members and guests', 'admin', 'guest', 2],
  ['an administrator changes no other one', 'admin', 'admin', 0],
  ['nor an owner', 'admin', 'owner', 0],
] as const)('%s', (_, mine, theirs, count) => {
  expect(rolesFor({ id: '1', role: mine }, user('2', theirs))).toHaveLength(count)
})

it('offers nothing about oneself', () => {
  expect(rolesFor({ id: '1', role: 'owner' }, user('1', 'owner'))).toEqual([])
})
