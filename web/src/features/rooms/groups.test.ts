import { describe, expect, it } from 'vitest'
import type { Room } from '../../protocol.gen'
import { grouped, idsOfUnread, inOrder, neighbour } from './groups'
import type { ListedRoom } from './listed'

const room = (id: string, unread = 0): ListedRoom => ({
  info: { id, name: id } as Room,
  name: id,
  path: `/r/${id}`,
  unread,
  mentions: 0,
  draft: false,
})
const names = (rooms: readonly ListedRoom[]) => rooms.map(({ info }) => info.id).join(' ')
const ROOMS = [room('attic'), room('den', 3), room('hall'), room('lobby', 1), room('yard', 2)]

describe('the sidebar', () => {
  it('has unread rooms above the others, and the open one where it is when it is read', () => {
    const groups = grouped(ROOMS, idsOfUnread(ROOMS, 'lobby'))
    expect(names(groups.unread)).toBe('den yard')
    expect(names(groups.read)).toBe('attic hall lobby')
    expect(names(inOrder(groups))).toBe('den yard attic hall lobby')
  })

  const groups = grouped(ROOMS, idsOfUnread(ROOMS, null))
  const step = (from: string | null, by: 1 | -1, onlyUnread = false) =>
    neighbour(groups, from, by, onlyUnread)?.info.id

  it('is walked from row to row, and round its ends', () => {
    expect(names(inOrder(groups))).toBe('den lobby yard attic hall')
    expect(step('lobby', 1)).toBe('yard')
    expect(step('lobby', -1)).toBe('den')
    expect(step('hall', 1)).toBe('den')
    expect(step('den', -1)).toBe('hall')
    expect(step(null, 1)).toBe('den')
    expect(step(null, -1)).toBe('hall')
  })

  it('is walked from unread room to unread room', () => {
    expect(step('attic', 1, true)).toBe('den')
    expect(step('attic', -1, true)).toBe('yard')
    expect(step('yard', 1, true)).toBe('den')
    const quiet = grouped([room('attic'), room('den')], new Set())
    expect(neighbour(quiet, 'attic', 1, true)).toBeUndefined()
    expect(neighbour(grouped([room('attic')], new Set()), 'attic', 1)).toBeUndefined()
  })
})
