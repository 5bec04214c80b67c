import { describe, expect, it } from 'vitest'
import type { Room } from '../../protocol.gen'
import { grouped, idsOfUnread, inOrder, neighbour } from './groups'
import type { ListedRoom } from './listed'

const room = (id: string, unread = 0, favourite: number | null = null): ListedRoom => ({
  info: { id, name: id } as Room,
  name: id,
  path: `/r/${id}`,
  unread,
  mentions: 0,
  muted: null,
  draft: false,
  favourite,
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

  it('has the favourites on top in their own order, read or not, and nowhere else', () => {
    const rooms = [room('attic', 0, 2), room('den', 3, 1), room('hall'), room('lobby', 1)]
    const groups = grouped(rooms, idsOfUnread(rooms, null))
    expect([groups.favourites, groups.unread, groups.read].map(names)).toEqual(['den attic', 'lobby', 'hall'])
    expect(names(inOrder(groups))).toBe('den attic lobby hall')
    expect(neighbour(groups, 'den', 1)?.info.id).toBe('attic')
    expect(neighbour(groups, 'attic', -1, true)?.info.id).toBe('den')
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
