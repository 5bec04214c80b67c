import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reaction } from '../protocol.gen'
import { applyAnswer } from './answers'
import { apply } from './apply'
import { BOUNDS, kept, type Bounds } from './kept'
import { unreadCount } from './reads'
import { rowsOf } from './rows'
import { NOTHING_KNOWN, openMemberships, type SyncState } from './state'
import { hear, lobby, opened } from './testing/opened'
import { BOB, card, LOBBY, LOBBY_LOG, OWN_LOG, ownChanges, RoomLog } from './testing/room-log'
import { commits, expectSameAs } from './testing/stories'

const say = (body: string) => ({ kind: 'send', body }) as const
const onDisk = (state: SyncState, bounds?: Partial<Bounds>) =>
  structuredClone(kept(structuredClone(state), [LOBBY], { ...BOUNDS, ...bounds }))

describe('what is kept', () => {
  it('goes on as if there had been one visit, whatever happened before, meanwhile and after', () => {
    fc.assert(
      fc.property(commits, commits, commits, (before, meanwhile, after) => {
        const log = new RoomLog()
        for (const events of before) log.commit(...events)
        const frames = log.head
        const first = applyAnswer(opened(log), log.details())
        const back = onDisk(first)
        for (const events of meanwhile) log.commit(...events)
        const caughtUp = hear(back, log.welcome(), log.since(frames))
        const now = hear(caughtUp, ...after.map((events) => log.commit(...events)))
        const firstSeq = lobby(first).messages[0]?.seq ?? 1
        expectSameAs(log, now, Math.max(firstSeq, log.info.first_seq))
      }),
    )
  })

  it('is the newest messages of a room, in number and in length', () => {
    const log = new RoomLog()
    const state = hear(opened(log), ...['aaaa', 'bbbb', 'cc', 'dd'].map((body) => log.commit(say(body))))
    const bodies = (of: SyncState) => lobby(of).messages.map(({ body }) => body)
    expect(bodies(onDisk(state))).toEqual(['aaaa', 'bbbb', 'cc', 'dd'])
    expect(lobby(onDisk(state)).hasBefore).toBe(false)
    for (const bounds of [{ messages: 2 }, { characters: 7 }]) {
      expect(bodies(onDisk(state, bounds))).toEqual(['cc', 'dd'])
      expect(lobby(onDisk(state, bounds)).hasBefore).toBe(true)
    }
  })

  it('of a room that was not looked at lately is what the list of rooms shows', () => {
    const log = new RoomLog()
    const state = hear(opened(log), log.commit(say('one'), say('two')))
    const back = structuredClone(kept(state, []))
    expect(lobby(back)).toMatchObject({ messages: [], cursor: null, lastSeq: 2, info: log.info, members: {} })
    expect(unreadCount(back, {}, LOBBY)).toBe(unreadCount(state, {}, LOBBY))
    expect(openMemberships(back)).toEqual(openMemberships(state))
    expect(lobby(applyAnswer(back, log.page())).messages).toHaveLength(2)
  })

  it('of a room whose reader was far up begins anew at its end', () => {
    const log = new RoomLog()
    const state = hear(opened(log), log.commit(say('one'), say('two')))
    const up = {
      ...state,
      logs: { ...state.logs, [LOBBY_LOG]: { ...state.logs[LOBBY_LOG]!, hasAfter: true } },
    }
    expect(lobby(onDisk(up)).cursor).toBeNull()
  })

  it('leaves out the people of a crowded room, who are read again when it is opened', () => {
    const log = new RoomLog()
    const state = hear(opened(log), log.commit({ kind: 'come' }))
    expect(lobby(onDisk(state, { members: 2 })).membersComplete).toBe(true)
    const back = onDisk(state, { members: 1 })
    expect(lobby(back)).toMatchObject({ members: {}, membersComplete: false })
    expect(Object.keys(lobby(applyAnswer(back, log.details())).members)).toHaveLength(2)
  })

  it('has the cards of those who are named in it, and no others', () => {
    const log = new RoomLog()
    const people = { [BOB]: card('Bob', 1), '777': card('Eve', 1) }
    const state = { ...hear(opened(log), log.commit({ kind: 'come' })), people }
    expect(onDisk(state).people).toEqual({ [BOB]: people[BOB] })
  })

  it('has one’s reactions to messages that are kept, and no others', () => {
    const log = new RoomLog()
    const mine = (seq: number, rev: number): Reaction => ({
      thing: 'reaction',
      room: LOBBY,
      seq,
      emoji: '👍',
      since: rev,
      rev,
    })
    const reacted = ownChanges(1, 3, [mine(1, 2), mine(2, 3)])
    const state = hear(opened(log), log.commit(say('one'), say('two')), reacted)
    const reactions = (of: SyncState) =>
      Object.values(rowsOf(of.logs[OWN_LOG]!.rows, 'reaction')).map(({ seq }) => seq)
    expect(reactions(state)).toEqual([1, 2])
    expect(reactions(onDisk(state, { messages: 1 }))).toEqual([2])
  })

  it('is the same while nothing has changed, so that it need not be written again', () => {
    const log = new RoomLog()
    const state = hear(opened(log), log.commit(say('one')))
    const [before, after] = [kept(state, [LOBBY]), kept({ ...state }, [LOBBY])]
    expect(after.logs[LOBBY_LOG]).toBe(before.logs[LOBBY_LOG])
    const changed = kept(hear(state, log.commit(say('two'))), [LOBBY])
    expect(changed.logs[LOBBY_LOG]).not.toBe(before.logs[LOBBY_LOG])
  })

  it('means nothing in another history', () => {
    const log = new RoomLog()
    const back = onDisk(hear(opened(log), log.commit(say('one'))))
    const welcome = { ...new RoomLog().welcome(), epoch: 'another' }
    expect(apply(back, welcome)).toEqual(apply(NOTHING_KNOWN, welcome))
  })
})
