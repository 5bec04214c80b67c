import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Changes } from '../protocol.gen'
import { applyAnswer, applyRoomAnswer, isStale } from './answers'
import { apply, isHole, withReader, withSelf } from './apply'
import { SERVER_LOG } from './logs'
import { KEPT } from './range'
import { NOTHING_KNOWN, openMembers, openMemberships, roomOf } from './state'
import { hear, lobby, opened } from './testing/opened'
import { commits, expectSameAs } from './testing/stories'
import {
  ADA,
  BOB,
  card,
  LOBBY,
  LOBBY_LOG,
  membership,
  message,
  OWN_LOG,
  ownChanges,
  room,
  RoomLog,
  stay,
  welcome,
  type Event,
} from './testing/room-log'

describe('whatever the network does to frames', () => {
  it('converges when they are repeated and overtake each other, holes being repaired', () => {
    fc.assert(
      fc.property(commits, commits, fc.infiniteStream(fc.nat()), (before, after, dice) => {
        const log = new RoomLog()
        for (const events of before) log.commit(...events)
        let state = opened(log)
        const firstSeq = lobby(state).messages[0]?.seq ?? 1

        const frames = after.map((events) => log.commit(...events))
        const shuffled = frames
          .flatMap((frame) => [frame, frame])
          .map((frame) => ({ frame, at: dice.next().value }))
          .sort((a, b) => a.at - b.at)
        for (const { frame } of shuffled) {
          if (isHole(state, frame)) state = apply(state, log.since(lobby(state).cursor ?? 0))
          state = apply(state, frame)
        }
        expectSameAs(log, state, firstSeq)
      }),
    )
  })

  it('ends the same after any absence as if there had been none', () => {
    fc.assert(
      fc.property(commits, commits, (before, missed) => {
        const log = new RoomLog()
        for (const events of before) log.commit(...events)
        const start = opened(log)
        const live = missed.reduce((state, events) => apply(state, log.commit(...events)), start)
        const caughtUp = apply(start, log.since(lobby(start).cursor ?? 0))
        expect(caughtUp).toEqual(live)
      }),
    )
  })

  it('changes nothing when a frame comes twice', () => {
    fc.assert(
      fc.property(commits, (history) => {
        const log = new RoomLog()
        let state = opened(log)
        for (const events of history) {
          const frame = log.commit(...events)
          state = apply(state, frame)
          expect(apply(state, frame)).toEqual(state)
        }
      }),
    )
  })
})

describe('a range away from the newest message', () => {
  it('does not show what is beyond it', () => {
    const log = new RoomLog()
    log.commit(...Array.from({ length: 9 }, (): Event => ({ kind: 'send', body: 'x' })))
    const start = apply(NOTHING_KNOWN, welcome())
    const state = applyAnswer(start, log.page({ before: 5 }))
    const after = apply(state, log.commit({ kind: 'send', body: 'far away' }))
    expect(lobby(after).messages.map(({ seq }) => seq)).toEqual([2, 3, 4])
    expect(lobby(after).hasAfter).toBe(true)
    expect(lobby(applyAnswer(after, log.page())).messages.map(({ seq }) => seq)).toEqual([8, 9, 10])
  })
})

describe('a room that is listened to for long', () => {
  it('keeps what its reader looks at, and else the newest', () => {
    const talk = Array.from({ length: KEPT + 9 }, (): Event => ({ kind: 'send', body: 'x' }))
    const log = new RoomLog()
    const start = opened(log)
    const frame = log.commit(...talk)
    const follows = lobby(apply(start, frame))
    expect(follows).toMatchObject({ cursor: log.head, hasBefore: true, hasAfter: false })
    expect(follows.messages).toEqual(log.messages.slice(9))
    const isUp = withReader(start, LOBBY, true)
    expect(lobby(apply(isUp, frame)).messages).toEqual(log.messages)
    expect(lobby(apply(apply(isUp, frame), log.commit(...talk)))).toMatchObject({
      cursor: log.head,
      hasBefore: false,
      hasAfter: true,
      lastSeq: 2 * KEPT + 18,
    })
  })
})

describe('leaving', () => {
  it('drops the room, whichever of the two logs says it first', () => {
    const state = opened(new RoomLog())
    const gone = { type: 'gone', log: LOBBY_LOG, at: 5 } as const
    const closed = ownChanges(1, 2, [membership(LOBBY, 1, 2, 5)])
    for (const frames of [
      [gone, closed],
      [closed, gone],
    ]) {
      const after = hear(state, ...frames)
      expect(roomOf(after, LOBBY)).toBeUndefined()
      expect(openMemberships(after)).toEqual([])
    }
  })

  it('is not believed of a stay that began later', () => {
    const state = opened(new RoomLog())
    const back = applyRoomAnswer(state, { room: room(), membership: membership(LOBBY, 7, 3) })
    expect(apply(back, { type: 'gone', log: LOBBY_LOG, at: 5 })).toBe(back)
  })
})

describe('welcome', () => {
  it('of another epoch voids every cursor and row', () => {
    const log = new RoomLog()
    log.commit({ kind: 'send', body: 'from before the backup' })
    const after = apply(opened(log), welcome({ epoch: 'e2' }))
    expect(lobby(after)).toMatchObject({ cursor: null, messages: [] })
  })

  it('of the same epoch leaves the people who changed to the frames that follow', () => {
    const state = apply(NOTHING_KNOWN, welcome({ server: 3 }))
    expect(apply(state, welcome({ server: 9 })).logs[SERVER_LOG]).toMatchObject({ cursor: 3, head: 9 })
    expect(apply(state, welcome({ epoch: 'e2', server: 9 })).logs[SERVER_LOG]).toMatchObject({ cursor: 9 })
  })

  it('that was read before a join does not take back what its answer told', () => {
    const state = apply(NOTHING_KNOWN, welcome({ rooms: [], memberships: [] }))
    const joined = applyRoomAnswer(state, { room: room(), membership: membership(LOBBY, 7, 2) })
    const after = apply(joined, welcome({ rooms: [], memberships: [], own: 1 }))
    expect(openMemberships(after)).toEqual([membership(LOBBY, 7, 2)])
    expect(lobby(after)).toBe(lobby(joined))
  })

  it('of the same epoch keeps what is loaded and drops rooms that are not mine any more', () => {
    const state = opened(new RoomLog())
    expect(lobby(apply(state, welcome({ own: 2 })))).toEqual(lobby(state))
    const left = apply(state, welcome({ own: 2, rooms: [], memberships: [] }))
    expect(Object.keys(left.logs).sort()).toEqual([OWN_LOG, SERVER_LOG])
  })

  it('that a live frame has overtaken takes nothing away', () => {
    const joined = { ...room('200'), slug: 'den' }
    const state = apply(opened(new RoomLog()), ownChanges(1, 2, [membership('200', 1, 2)], joined))
    expect(openMemberships(apply(state, welcome())).map(({ room: id }) => id)).toEqual([LOBBY, '200'])
  })
})

describe('a reset', () => {
  it('begins anew from its page', () => {
    const hall = { ...room(), name: 'Hall', rev: 40 }
    const after = apply(opened(new RoomLog()), {
      type: 'reset',
      log: LOBBY_LOG,
      head: 50,
      things: [message(30, 50), stay(BOB, 9), hall],
      complete: ['stay', 'room'],
      has_before: true,
      people: { [BOB]: card('Bob', 1) },
    })
    expect(lobby(after)).toMatchObject({
      cursor: 50,
      head: 50,
      hasBefore: true,
      hasAfter: false,
      messages: [message(30, 50)],
      membersComplete: true,
    })
    expect(lobby(after).info.name).toBe('Hall')
    expect(Object.keys(lobby(after).members)).toEqual([BOB])
    expect(after.people[BOB]?.name).toBe('Bob')
  })
})

describe('members', () => {
  it('read before a change that is known are not taken for the truth', () => {
    const log = new RoomLog()
    const details = log.details()
    const state = apply(opened(log), log.commit({ kind: 'come' }))
    expect(isStale(state, details)).toBe(true)
    expect(Object.keys(lobby(applyAnswer(state, details)).members)).toEqual([ADA, BOB])
  })

  it('read after changes that have not arrived yet survive their arrival', () => {
    const log = new RoomLog()
    const state = opened(log)
    const come = log.commit({ kind: 'come' })
    const go = log.commit({ kind: 'go' })
    const after = hear(applyAnswer(state, log.details()), come, go)
    expect(openMembers(lobby(after)).map(({ person }) => person)).toEqual([ADA])
  })
})

describe('people', () => {
  it('keep the newer card', () => {
    const frame = (name: string, rev: number): Changes => ({
      type: 'changes',
      log: SERVER_LOG,
      from: 1,
      to: rev,
      things: [{ thing: 'profile', person: BOB, rev }],
      people: { [BOB]: card(name, rev) },
    })
    const state = hear(NOTHING_KNOWN, ...[welcome(), frame('Robert', 3), frame('Bob', 2)])
    expect(state.people[BOB]?.name).toBe('Robert')
    expect(apply(state, frame('Bob', 3)).people).toBe(state.people)
    expect(state.logs[SERVER_LOG]?.cursor).toBe(3)
  })

  it('a new card of oneself says who one is', () => {
    const frame = (name: string, rev: number): Changes => ({
      type: 'changes',
      log: SERVER_LOG,
      from: 1,
      to: rev,
      things: [{ thing: 'profile', person: ADA, rev }],
      people: { [ADA]: { ...card(name, rev), pronouns: 'she/her' } },
    })
    const state = hear(NOTHING_KNOWN, ...[welcome(), frame('Countess', 3), frame('Ada', 2)])
    expect(state.me).toMatchObject({ id: ADA, role: 'owner', name: 'Countess', pronouns: 'she/her', rev: 3 })
  })
  it('a new card of oneself leaves what is not on a card as it was', () => {
    const you = {
      ...welcome().you,
      email: 'ada@example.org',
      shares_reading: false,
      pronouns: 'she/her',
      rev: 1,
    }
    const state = hear(apply(NOTHING_KNOWN, { ...welcome(), you }), {
      type: 'changes',
      log: SERVER_LOG,
      from: 0,
      to: 2,
      things: [{ thing: 'profile', person: ADA, rev: 2 }],
      people: { [ADA]: card('Countess', 2) },
    })
    expect(state.me).toEqual({ ...you, ...card('Countess', 2), pronouns: undefined })
  })

  it('a welcome from before an answer does not take back what one has changed', () => {
    const { you } = welcome()
    const start = apply(NOTHING_KNOWN, { ...welcome(), you: { ...you, rev: 1 } })
    const changed = withSelf(start, { ...you, shares_reading: false, rev: 2 })
    expect(apply(changed, { ...welcome(), you: { ...you, rev: 1 } }).me).toMatchObject({
      shares_reading: false,
      rev: 2,
    })
    expect(apply(changed, { ...welcome(), you: { ...you, rev: 3 } }).me).toMatchObject({ rev: 3 })
  })
})
