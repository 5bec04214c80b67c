import { expect, it } from 'vitest'
import type { Room } from '../../protocol.gen'
import { apply } from '../../sync/apply'
import { NOTHING_KNOWN, type SyncState } from '../../sync/state'
import { ADA, BOB, card, LOBBY, membership, room, welcome } from '../../sync/testing/room-log'
import type { ListedRoom } from '../rooms/listed'
import { choiceIn, findDestinations } from './destinations'

const EVE = '3'
const listed = (info: Room): ListedRoom => ({
  info,
  name: info.name,
  path: `/r/${info.id}`,
  unread: 0,
  mentions: 0,
  muted: null,
  draft: false,
})
const lobby = listed({ ...room(), name: 'Lobby' })
const archive = listed({ ...room('7'), name: 'Archive', archived_at: '2026-11-20T12:00:00.000Z' })
const news = listed({ ...room('8'), name: 'News', posting: 'moderators' })
const withBob = listed({ ...room('9'), name: 'Bob', kind: 'direct', direct: [ADA, BOB] })
const several = listed({ ...room('10'), name: 'Bob, Eve', kind: 'direct', direct: [ADA, BOB, EVE] })
const rooms = [archive, lobby, news, withBob, several]

function state(role: 'member' | 'moderator' = 'member'): SyncState {
  const own = { ...membership('8'), role }
  const sync = apply(NOTHING_KNOWN, welcome({ rooms: [news.info], memberships: [membership(LOBBY), own] }))
  return { ...sync, people: { [ADA]: card('Ada', 1), [BOB]: card('Bob', 1), [EVE]: card('Eve', 1) } }
}

const names = (query: string, role?: 'member' | 'moderator') =>
  findDestinations(query, choiceIn(state(role), rooms, ADA), []).map(({ key }) => key)

it('offers the rooms that one may write in', () => {
  expect(names('')).toEqual(['room 100', 'room 9', 'room 10'])
  expect(names('', 'moderator')).toEqual(['room 100', 'room 8', 'room 9', 'room 10'])
})

it('offers a person only if there is no conversation with them yet, and never oneself', () => {
  expect(names('bob')).toEqual(['room 9', 'room 10'])
  expect(names('eve')).toEqual(['person 3', 'room 10'])
  expect(names('ada')).toEqual([])
})
