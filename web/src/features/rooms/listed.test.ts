import { describe, expect, it } from 'vitest'
import { apply } from '../../sync/apply'
import { NOTHING_KNOWN } from '../../sync/state'
import {
  ADA,
  BOB,
  LOBBY,
  LOBBY_LOG,
  membership,
  message,
  ownChanges,
  readPosition,
  room,
  welcome,
} from '../../sync/testing/room-log'
import { grouped, idsOfUnread, neighbour } from './groups'
import { createRoomList } from './listed'

const DEN = '200'
const lobby = room()
const den = { ...room(DEN), slug: null, kind: 'private', name: 'Den' } as const
const sync = apply(
  NOTHING_KNOWN,
  welcome({
    rooms: [lobby, den],
    memberships: [membership(LOBBY), membership(DEN)],
    reads: [readPosition(0)],
  }),
)
const state = { sync, marks: {}, now: 0, drafts: {} }

describe('the list of rooms', () => {
  it('is in the order of names, with what is unread and begun', () => {
    const frame = {
      type: 'changes',
      log: LOBBY_LOG,
      from: 1,
      to: 2,
      things: [message(1, 2, 'hi', BOB)],
    } as const
    const after = {
      ...state,
      sync: apply(sync, { ...frame, things: [...frame.things] }),
      drafts: { [DEN]: 'x' },
    }
    expect(createRoomList()(after)).toEqual([
      {
        info: den,
        name: 'Den',
        path: '/r/200',
        unread: 0,
        mentions: 0,
        muted: null,
        draft: true,
      },
      {
        info: lobby,
        name: lobby.name,
        path: '/r/lobby',
        unread: 1,
        mentions: 0,
        muted: null,
        draft: false,
      },
    ])
  })

  it('counts nothing in a muted room, where no key leads then, until that has ended', () => {
    const said = {
      type: 'changes',
      log: LOBBY_LOG,
      from: 1,
      to: 2,
      things: [message(1, 2, 'hi', BOB)],
    } as const
    const ends_at = new Date(60_000).toISOString()
    const mute = { thing: 'mute', room: LOBBY, level: 'nothing', ends_at, rev: 2 } as const
    const muted = apply(apply(sync, { ...said, things: [...said.things] }), ownChanges(1, 2, [mute]))
    const list = createRoomList()
    const seen = (now: number) => {
      const rooms = list({ ...state, sync: muted, now })
      const lobby = rooms.find(({ info }) => info.id === LOBBY)!
      const next = neighbour(grouped(rooms, [], idsOfUnread(rooms, DEN)), DEN, 1, { onlyUnread: true })
      return [lobby.muted, lobby.unread, next?.name]
    }
    expect(seen(59_999)).toEqual(['nothing', 0, undefined])
    expect(seen(60_000)).toEqual([null, 1, lobby.name])
  })

  it('is the same until something in it has changed', () => {
    const list = createRoomList()
    const first = list(state)
    const cards = { [ADA]: { handle: 'ada', name: 'Ada', avatar: null, rev: 2 } }
    const told = apply(sync, { type: 'changes', log: 'server', from: 1, to: 2, people: cards })
    expect(list({ ...state, sync: told, drafts: { [LOBBY]: '' } })).toBe(first)
    const said = apply(told, { type: 'changes', log: LOBBY_LOG, from: 1, to: 2, things: [message(1, 2)] })
    expect(list({ ...state, sync: said })[0]).toBe(first[0])

    const renamed = { ...lobby, name: 'A lobby', rev: 3 }
    const after = apply(said, { type: 'changes', log: LOBBY_LOG, from: 2, to: 3, things: [renamed] })
    expect(list({ ...state, sync: after }).map(({ info }) => info.name)).toEqual(['A lobby', 'Den'])
  })
})
