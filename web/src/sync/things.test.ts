import { describe, expect, it } from 'vitest'
import { THINGS, type Changes, type Reset, type Thing, type Welcome } from '../protocol.gen'
import { applyAnswer } from './answers'
import { apply } from './apply'
import { KEPT } from './range'
import type { Catalogue } from './rows'
import { NOTHING_KNOWN, type SyncState } from './state'
import { lobby, opened } from './testing/opened'
import { BOB, card, LOBBY_LOG, message, OWN_LOG, ownChanges, RoomLog, welcome } from './testing/room-log'

/** What nobody but the catalogue knows of: stars are about a message, pins are a room's, and a sketch is one's own. */
const KINDS: Catalogue = {
  ...THINGS,
  star: { log: 'room', shownBy: ['seq', 'person'], place: 'seq', floor: null },
  pin: { log: 'room', shownBy: ['name'], place: null, floor: null },
  sketch: { log: 'person', shownBy: ['room'], place: null, floor: null },
}

const thing = (fields: { thing: string; rev: number } & Record<string, unknown>) => fields as unknown as Thing
const star = (seq: number, rev: number, count = 1) => thing({ thing: 'star', seq, person: BOB, count, rev })
const pin = (name: string, rev: number) => thing({ thing: 'pin', name, rev })
const sketch = (text: string, rev: number) => thing({ thing: 'sketch', room: '100', text, rev })

const talk = (count: number) => Array.from({ length: count }, () => ({ kind: 'send', body: 'x' }) as const)

/** The lobby after this many messages, of which its newest page, three, is shown. */
function talkedIn(count = 5) {
  const log = new RoomLog()
  log.commit(...talk(count))
  return { log, state: opened(log) }
}

/** What a server that knows more kinds tells next. */
function tell(state: SyncState, things: Thing[], kinds: Catalogue = KINDS): SyncState {
  const from = state.logs[LOBBY_LOG]?.cursor ?? 0
  const to = Math.max(from, ...things.map(({ rev }) => rev))
  return apply(state, { type: 'changes', log: LOBBY_LOG, from, to, things }, kinds)
}

describe('things of a kind that is not known', () => {
  it('are skipped, and what comes with them is not', () => {
    const { log, state } = talkedIn()
    const things = [star(4, log.head + 1), pin('x', log.head + 2), message(6, log.head + 3)]
    const after = lobby(tell(state, things, THINGS))
    expect(after).toMatchObject({ cursor: log.head + 3, about: {}, lastSeq: 6 })
    expect(after.rows).toEqual(lobby(state).rows)
    expect(after.messages.map(({ seq }) => seq)).toEqual([3, 4, 5, 6])
  })
})

describe('things of a log', () => {
  it('are told apart by what the catalogue says, the higher rev winning', () => {
    const { log, state } = talkedIn()
    const [one, other, newer] = [
      pin('one', 9 + log.head),
      pin('other', 8 + log.head),
      pin('other', 10 + log.head),
    ]
    const after = tell(state, [other, one, newer])
    expect(lobby(after).rows['pin']).toEqual({ one, other: newer })
    const late: Changes = { type: 'changes', log: LOBBY_LOG, from: 1, to: newer.rev + 1, things: [other] }
    expect(lobby(apply(after, late, KINDS)).rows['pin']).toEqual({ one, other: newer })
  })

  it('do not outlive a new beginning, whether it tells all there is of their kind or not', () => {
    const { log, state } = talkedIn()
    const before = tell(state, [pin('gone', log.head + 1)])
    const head = log.head + 5
    const things = [message(9, head), pin('new', head), log.info]
    for (const complete of [['room', 'pin'], ['room']]) {
      const reset: Reset = { type: 'reset', log: LOBBY_LOG, head, things, complete, has_before: true }
      const anew = lobby(apply(before, reset, KINDS))
      expect(anew.rows['pin']).toEqual({ new: pin('new', head) })
      expect(anew.complete).toEqual(complete)
    }
  })

  it('of which only an answer knows yet outlive a snapshot from before', () => {
    const { log, state } = talkedIn()
    const details = log.details()
    const renamed = { ...log.info, name: 'Hall', rev: log.head + 1 }
    const side = apply(state, ownChanges(1, 2, [], renamed))
    expect(lobby(side)).toMatchObject({ cursor: log.head, info: { name: 'Hall' } })
    expect(lobby(applyAnswer(side, details)).info.name).toBe('Hall')
    const { head, info } = log
    const told: Reset = {
      type: 'reset',
      log: LOBBY_LOG,
      head,
      things: [info],
      complete: [],
      has_before: false,
    }
    expect(lobby(apply(side, told)).info.name).toBe('Hall')
  })

  it('that a welcome does not tell in full follow from the cursor', () => {
    const known = apply(
      NOTHING_KNOWN,
      {
        ...welcome(),
        complete: [
          ...[
            'membership',
            'read',
            'block',
            'mention',
            'draft',
            'favourite',
            'section',
            'section_room',
            'mute',
          ],
          'sketch',
        ],
      },
      KINDS,
    )
    const begun = apply(known, ownChanges(1, 2, [sketch('once', 2)]), KINDS)
    const back: Welcome = welcome({ own: 4 })
    const own = apply(begun, back, KINDS).logs[OWN_LOG]
    expect(own).toMatchObject({ cursor: 2, head: 4, rows: { sketch: { '100': { text: 'once' } } } })
    const whole = apply(
      begun,
      {
        ...back,
        complete: [
          ...back.complete,
          ...[
            'reaction',
            'vote',
            'save',
            'follow',
            'draft',
            'favourite',
            'section',
            'section_room',
            'mute',
            'scheduled',
            'reminder',
            'held',
            'sketch',
          ],
        ],
      },
      KINDS,
    ).logs[OWN_LOG]
    expect(whole).toMatchObject({ cursor: 4, rows: { sketch: {} } })
  })

  it('that is not followed change nothing, and the people with them are known', () => {
    const { state } = talkedIn()
    const frame: Changes = { type: 'changes', log: 'room:999', from: 0, to: 9, things: [message(1, 9)] }
    const after = apply(state, { ...frame, people: { [BOB]: card('Bob', 1) } })
    expect(after.logs).toBe(state.logs)
    expect(after.people[BOB]?.name).toBe('Bob')
  })
})

describe('things about messages', () => {
  const places = (state: SyncState) => Object.keys(lobby(state).about)

  it('are kept of those in the range, each in its newest state', () => {
    const { log, state } = talkedIn()
    const { head } = log
    const after = tell(state, [star(1, head + 1), star(4, head + 2), star(4, head + 3, 2)])
    expect(lobby(after).about).toEqual({ 4: { star: { [`4 ${BOB}`]: star(4, head + 3, 2) } } })
    expect(lobby(after).messages).toBe(lobby(state).messages)
    expect(lobby(tell(after, [star(5, head + 4)])).about['4']).toBe(lobby(after).about['4'])
  })

  it('come with a message in the same frame', () => {
    const { log, state } = talkedIn()
    expect(places(tell(state, [star(6, log.head + 1), message(6, log.head + 2)]))).toEqual(['6'])
  })

  it('come with pages, and what was told of them meanwhile counts', () => {
    const { log, state } = talkedIn()
    const page = { ...log.page({ before: 3 }), things: [star(1, 2), star(2, 3)] }
    const to = log.head + 1
    const frame: Changes = { type: 'changes', log: LOBBY_LOG, from: log.head, to, things: [star(2, to, 7)] }
    const overtaken = apply(state, frame, KINDS)
    expect(places(overtaken)).toEqual([])
    const after = applyAnswer(overtaken, page, [frame], KINDS)
    expect(lobby(after).about).toMatchObject({
      1: { star: { [`1 ${BOB}`]: star(1, 2) } },
      2: { star: { [`2 ${BOB}`]: star(2, to, 7) } },
    })
  })

  it('go with what a room does not keep any more, with what falls out, and with a page that lies apart', () => {
    const { log, state } = talkedIn()
    const starred = tell(state, [star(3, log.head + 1), star(5, log.head + 2)])
    const floor = { ...log.info, first_seq: 4, rev: log.head + 3 }
    expect(places(tell(starred, [floor]))).toEqual(['5'])
    expect(places(tell(starred, [star(3, log.head + 3), floor]))).toEqual(['5'])

    const more = Array.from({ length: KEPT - 1 }, (_, at) => message(6 + at, log.head + 3 + at))
    expect(places(tell(starred, more))).toEqual(['5'])

    const apart = { ...log.page(), head: log.head + 2, messages: [message(90, 2)], things: [star(90, 3)] }
    expect(places(applyAnswer(starred, apart, [], KINDS))).toEqual(['90'])
  })

  it('go with a reset, which begins the range anew', () => {
    const { log, state } = talkedIn()
    const starred = tell(state, [star(5, log.head + 1)])
    const head = log.head + 9
    const things = [message(5, 6), message(6, head - 1), star(6, head), log.info]
    const reset = {
      type: 'reset',
      log: LOBBY_LOG,
      head,
      things,
      complete: ['room'],
      has_before: true,
    } as const
    expect(places(apply(starred, { ...reset, complete: ['room'] }, KINDS))).toEqual(['6'])
  })

  it('are not shown before there is a page', () => {
    const frame: Changes = {
      type: 'changes',
      log: LOBBY_LOG,
      from: 1,
      to: 9,
      things: [message(9, 8), star(9, 9)],
    }
    const heard = apply(apply(NOTHING_KNOWN, welcome()), frame, KINDS)
    expect(lobby(heard)).toMatchObject({ cursor: null, lastSeq: 9, messages: [], about: {} })
  })
})
