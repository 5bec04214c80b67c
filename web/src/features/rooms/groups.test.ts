import { describe, expect, it } from 'vitest'
import type { Room } from '../../protocol.gen'
import { favouritesOf, roomsInSection, sectionsOf } from '../../sync/arranged'
import { apply } from '../../sync/apply'
import { NOTHING_KNOWN } from '../../sync/state'
import { LOBBY, ownChanges, readPosition, welcome } from '../../sync/testing/room-log'
import type { RoomGroups } from './groups'
import { createLists, fromTheTop, grouped, idsOfUnread, neighbour } from './groups'
import type { ListedRoom } from './listed'

const room = (id: string, unread = 0): ListedRoom => ({
  info: { id, name: id } as Room,
  name: id,
  path: `/r/${id}`,
  unread,
  mentions: 0,
  muted: null,
  draft: false,
})
const names = (rooms: readonly ListedRoom[]) => rooms.map(({ info }) => info.id).join(' ')
const inOrder = (groups: RoomGroups) => fromTheTop(groups).flatMap(({ rooms }) => rooms)
const list = (id: string, ...rooms: string[]) => ({ id, rooms })
const ROOMS = [room('attic'), room('den', 3), room('hall'), room('lobby', 1), room('yard', 2)]

describe('the sidebar', () => {
  it('has unread rooms above the others, and the open one where it is when it is read', () => {
    const groups = grouped(ROOMS, [], idsOfUnread(ROOMS, 'lobby'))
    expect(names(groups.unread)).toBe('den yard')
    expect(names(groups.read)).toBe('attic hall lobby')
    expect(names(inOrder(groups))).toBe('den yard attic hall lobby')
  })

  it('has the lists of features on top in their own order, read or not, and each room in the first that has it', () => {
    const rooms = [room('attic'), room('den', 3), room('hall'), room('lobby', 1), room('yard')]
    const lists = [list('one', 'den', 'attic', 'left'), list('two', 'yard', 'den'), list('none')]
    const groups = grouped(rooms, lists, idsOfUnread(rooms, null))
    expect(groups.own.map(({ id, rooms }) => `${id}: ${names(rooms)}`)).toEqual([
      'one: den attic',
      'two: yard',
      'none: ',
    ])
    expect([groups.unread, groups.read].map(names)).toEqual(['lobby', 'hall'])
    expect(names(inOrder(groups))).toBe('den attic yard lobby hall')
    expect(neighbour(groups, 'den', 1)?.info.id).toBe('attic')
    expect(neighbour(groups, 'attic', -1, { onlyUnread: true })?.info.id).toBe('den')
  })

  it('is walked past what is folded away, but to unread rooms there', () => {
    const rooms = [room('attic'), room('den', 3), room('hall'), room('yard')]
    const groups = grouped(rooms, [list('one', 'den', 'attic'), list('two', 'yard')], new Set())
    const from = (open: string, step: 1 | -1, onlyUnread = false) =>
      neighbour(groups, open, step, { onlyUnread, folded: ['one'] })?.info.id
    expect(from('yard', -1)).toBe('hall')
    expect(from('den', 1)).toBe('yard')
    expect(from('yard', -1, true)).toBe('den')
    expect(neighbour(groups, 'hall', 1, { folded: ['one', 'two'] })).toBeUndefined()
  })

  it('has the same lists until one of them changes', () => {
    const lists = createLists([
      { lists: (own) => [list('favourites', ...favouritesOf(own))] },
      { lists: (own) => sectionsOf(own).map(({ id }) => list(id, ...roomsInSection(own, id))) },
    ])
    const begun = apply(NOTHING_KNOWN, welcome())
    const section = { thing: 'section', name: 'Team' } as const
    const arranged = apply(
      begun,
      ownChanges(1, 5, [
        { ...section, id: '8', position: 2, rev: 2 },
        { ...section, id: '9', position: 1, rev: 3 },
        { thing: 'section_room', room: LOBBY, section: '8', position: 1, rev: 4 },
        { thing: 'favourite', room: '200', position: 1, rev: 5 },
      ]),
    )
    const first = lists({ sync: arranged })
    expect(first).toEqual([list('favourites', '200'), list('9'), list('8', LOBBY)])
    const read = apply(arranged, ownChanges(5, 6, [{ ...readPosition(1), rev: 6 }]))
    expect(lists({ sync: read })).toBe(first)
    const ended = { thing: 'section', id: '9', name: '', position: 1, until: 7, rev: 7 } as const
    expect(lists({ sync: apply(read, ownChanges(6, 7, [ended])) })).toHaveLength(2)
  })

  const groups = grouped(ROOMS, [], idsOfUnread(ROOMS, null))
  const step = (from: string | null, by: 1 | -1, onlyUnread = false) =>
    neighbour(groups, from, by, { onlyUnread })?.info.id

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
    const quiet = grouped([room('attic'), room('den')], [], new Set())
    expect(neighbour(quiet, 'attic', 1, { onlyUnread: true })).toBeUndefined()
    expect(neighbour(grouped([room('attic')], [], new Set()), 'attic', 1)).toBeUndefined()
  })
})
