import { describe, expect, it } from 'vitest'
import { deferred } from './testing/deferred'
import type { Changes, Reaction, Reset, Tally } from '../protocol.gen'
import type { Api } from './api'
import { applyAnswer, applyOwn } from './answers'
import { apply } from './apply'
import { createReacting } from './reacting'
import { keyOf, reactionsTo, type Wishes } from './reactions'
import type { SyncState } from './state'
import { createClientStore } from './store'
import { lobby, opened } from './testing/opened'
import { ADA, BOB, LOBBY, LOBBY_LOG, message, ownChanges, RoomLog } from './testing/room-log'

const tally = (key: string, rev: number, first: string[], more: Partial<Tally> = {}): Tally => ({
  ...{ thing: 'tally', seq: 1, kind: 'reaction', key, count: first.length, first, since: rev, rev },
  ...more,
})
const own = (emoji: string, since: number, rev: number, until?: number): Reaction => ({
  ...{ thing: 'reaction', room: LOBBY, seq: 1, emoji, since, rev },
  ...(until !== undefined && { until }),
})

/** The lobby with a message, as of place 2 of its log. */
function talkedIn() {
  const log = new RoomLog()
  log.commit({ kind: 'send', body: 'hello' })
  return { log, state: opened(log) }
}

function tell(state: SyncState, ...things: Tally[]): SyncState {
  const from = state.logs[LOBBY_LOG]?.cursor ?? 0
  const to = Math.max(...things.map(({ rev }) => rev))
  return apply(state, { type: 'changes', log: LOBBY_LOG, from, to, things })
}

const shown = (state: SyncState, wishes: Wishes = {}) =>
  reactionsTo(state, wishes, LOBBY, 1).map(({ emoji, count, mine }) => [emoji, count, mine])

describe('reactions to a message', () => {
  it('stand in the order in which each emoji came, without those that went', () => {
    const { state } = talkedIn()
    const things = [
      tally('🎉', 5, [BOB]),
      tally('👍', 6, [BOB], { since: 3 }),
      tally('👀', 7, [], { until: 7 }),
    ]
    expect(shown(tell(state, ...things))).toEqual([
      ['👍', 1, false],
      ['🎉', 1, false],
    ])
  })

  it('are told from one’s own, whichever log is heard first', () => {
    const { state } = talkedIn()
    const both = tally('👍', 4, [BOB, ADA], { since: 3 })
    const before = tell(state, tally('👍', 3, [BOB]))
    expect(shown(applyOwn(before, own('👍', 4, 2)))).toEqual([['👍', 2, true]])
    expect(shown(tell(before, both))).toEqual([['👍', 2, false]])
    const after = applyOwn(tell(before, both), own('👍', 4, 2))
    expect(shown(after)).toEqual([['👍', 2, true]])
    const back = applyOwn(after, own('👍', 4, 3, 5))
    expect(shown(back)).toEqual([['👍', 1, false]])
    expect(shown(tell(back, tally('👍', 5, [BOB], { since: 3 })))).toEqual([['👍', 1, false]])
  })

  it('show at once what was clicked', () => {
    const { state } = talkedIn()
    const before = tell(state, tally('👍', 3, [BOB]))
    const wish = (emoji: string, isThere: boolean) => ({ [keyOf(LOBBY, 1, emoji)]: isThere })
    expect(shown(before, wish('👍', true))).toEqual([['👍', 2, true]])
    expect(shown(before, wish('🎉', true))).toEqual([
      ['👍', 1, false],
      ['🎉', 1, true],
    ])
    const mine = applyOwn(tell(state, tally('👍', 3, [ADA])), own('👍', 3, 2))
    expect(shown(mine, wish('👍', false))).toEqual([])
    expect(shown(mine, wish('👍', true))).toEqual([['👍', 1, true]])
  })

  it('of one’s own come with pages and fresh starts, and move no cursor', () => {
    const { log, state } = talkedIn()
    const page = { ...log.page(), things: [tally('👍', 2, [ADA])], own: [own('👍', 2, 9)] }
    const paged = applyAnswer(state, page)
    expect(shown(paged)).toEqual([['👍', 1, true]])
    const things = [message(1, 2), tally('👍', 9, [ADA]), log.info]
    const mine = [own('👍', 9, 12)]
    const place = { log: LOBBY_LOG, head: 9, has_before: false }
    const reset: Reset = { type: 'reset', ...place, complete: ['room'], things, own: mine }
    const anew = apply(state, reset)
    expect(shown(anew)).toEqual([['👍', 1, true]])
    expect(anew.logs[`person:${ADA}`]?.cursor).toBe(state.logs[`person:${ADA}`]?.cursor)
  })

  it('that were taken back stay away when an older page comes late', () => {
    const { log, state } = talkedIn()
    const page = { ...log.page(), own: [own('👍', 2, 2)] }
    const back = apply(state, ownChanges(1, 3, [own('👍', 2, 3, 4)]))
    expect(shown(applyAnswer(back, page))).toEqual([])
  })

  it('go with their message when it is erased, whatever comes first', () => {
    const { log, state } = talkedIn()
    const erased = { ...message(1, 4, ''), erased: true }
    const frame = (things: Changes['things'], to: number): Changes => ({
      ...{ type: 'changes', log: LOBBY_LOG, from: log.head, to },
      ...(things && { things }),
    })
    const reacted = tell(state, tally('👍', 3, [BOB]))
    expect(lobby(apply(reacted, frame([erased], 4))).about).toEqual({})
    expect(lobby(apply(state, frame([tally('👍', 3, [BOB]), erased], 4))).about).toEqual({})
    const page = { ...log.page(), head: 4, messages: [erased], things: [] }
    expect(lobby(applyAnswer(reacted, page)).about).toEqual({})
  })
})

describe('reacting', () => {
  function begun() {
    const store = createClientStore()
    const { state } = talkedIn()
    store.setState({ sync: state })
    const asked: { verb: string; answer: ReturnType<typeof deferred<Reaction>> }[] = []
    const call = ((verb: string) => {
      const answer = deferred<Reaction>()
      asked.push({ verb, answer })
      return answer.promise
    }) as Api['call']
    const view = () => shown(store.getState().sync, store.getState().wishes)
    return { react: createReacting({ call }, store), asked, store, view }
  }

  it('ends in what was wished last, one question at a time', async () => {
    const { react, asked, store, view } = begun()
    const first = react(LOBBY, 1, '👍', true)
    expect(view()).toEqual([['👍', 1, true]])
    void react(LOBBY, 1, '👍', false)
    void react(LOBBY, 1, '👍', true)
    const last = react(LOBBY, 1, '👍', false)
    expect(view()).toEqual([])
    expect(asked.map(({ verb }) => verb)).toEqual(['message.react'])
    asked[0]!.answer.resolve(own('👍', 3, 2))
    await Promise.resolve()
    await Promise.resolve()
    expect(asked.map(({ verb }) => verb)).toEqual(['message.react', 'message.unreact'])
    asked[1]!.answer.resolve(own('👍', 3, 3, 4))
    await Promise.all([first, last])
    expect(asked).toHaveLength(2)
    expect(view()).toEqual([])
    expect(store.getState().wishes).toEqual({})
  })

  it('shows nothing new between the answer and the frame', async () => {
    const { react, asked, store, view } = begun()
    const done = react(LOBBY, 1, '👍', true)
    asked[0]!.answer.resolve(own('👍', 3, 2))
    await done
    expect(view()).toEqual([])
    store.setState(({ sync }) => ({ sync: tell(sync, tally('👍', 3, [ADA])) }))
    expect(view()).toEqual([['👍', 1, true]])
  })

  it('takes back what was refused, and says why', async () => {
    const { react, asked, store, view } = begun()
    const refused = react(LOBBY, 1, '👍', true)
    asked[0]!.answer.reject(new Error('This message was deleted.'))
    await refused
    expect(store.getState().refusedReaction).toEqual({
      place: LOBBY,
      seq: 1,
      why: 'This message was deleted.',
    })
    expect(view()).toEqual([])
    expect(store.getState().wishes).toEqual({})
  })
})
