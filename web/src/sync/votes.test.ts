import { describe, expect, it } from 'vitest'
import type { Poll, Thing, Vote } from '../protocol.gen'
import { apply } from './apply'
import { opened } from './testing/opened'
import { ADA, BOB, LOBBY, LOBBY_LOG, message, OWN_LOG, RoomLog } from './testing/room-log'
import { shownPoll, type Ballots } from './votes'

const KEY = `${LOBBY} 1`
const poll = (rev: number, counts: number[], more: Partial<Poll> = {}): Poll => ({
  thing: 'poll',
  seq: 1,
  question: 'Lunch?',
  options: ['Pizza', 'Sushi'],
  counts,
  first: counts.map((count) => (count > 0 ? [BOB] : [])),
  voters: counts.reduce((sum, count) => sum + count, 0),
  rev,
  ...more,
})
const vote = (rev: number, options: number[], since: number, until?: number): Vote => ({
  thing: 'vote',
  room: LOBBY,
  seq: 1,
  options,
  since,
  ...(until === undefined ? {} : { until }),
  rev,
})

function after(room: readonly Thing[], own: readonly Thing[] = []) {
  let state = opened(new RoomLog())
  const from = state.logs[LOBBY_LOG]!.cursor!
  const to = Math.max(from, ...room.map(({ rev }) => rev))
  state = apply(state, { type: 'changes', log: LOBBY_LOG, from, to, things: [...room] })
  if (own.length === 0) return state
  const mine = state.logs[OWN_LOG]!.cursor!
  const upto = Math.max(mine, ...own.map(({ rev }) => rev))
  return apply(state, { type: 'changes', log: OWN_LOG, from: mine, to: upto, things: [...own] })
}

function shown(state: ReturnType<typeof after>, ballots: Ballots = {}) {
  const found = shownPoll(state, ballots, LOBBY, 1)
  return found && { counts: found.options.map(({ count }) => count), voters: found.voters, mine: found.mine }
}

const said = { ...message(1, 10), poll: true }
const click = (chosen: number[], before: number[]): Ballots => ({ [KEY]: { chosen, before, why: null } })

describe('a poll', () => {
  it('is none for other messages', () => {
    expect(shown(after([message(1, 10)]))).toBeNull()
  })

  it('shows what everybody chose, and what is one’s own', () => {
    expect(shown(after([said, poll(12, [1, 2])], [vote(9, [1], 12)]))).toEqual({
      counts: [1, 2],
      voters: 3,
      mine: [1],
    })
    expect(shown(after([said, poll(13, [1, 1])], [vote(9, [], 12, 13)]))?.mine).toEqual([])
  })

  it('counts a click at once, in place of the vote before', () => {
    expect(shown(after([said, poll(12, [1, 0])]), click([1], []))).toEqual({
      counts: [1, 1],
      voters: 2,
      mine: [1],
    })
    const voted = after([said, poll(12, [2, 0])], [vote(9, [0], 12)])
    expect(shown(voted, click([1], [0]))).toEqual({ counts: [1, 1], voters: 2, mine: [1] })
    expect(shown(voted, click([], [0]))).toEqual({ counts: [1, 0], voters: 1, mine: [] })
  })

  it('counts nobody twice while one’s own log is ahead of the room', () => {
    const ahead = after([said, poll(12, [2, 0])], [vote(10, [1], 15)])
    expect(shown(ahead, click([1], [0]))).toEqual({ counts: [1, 1], voters: 2, mine: [1] })
    // On another device, where nothing was clicked, the numbers stay until the room tells new ones.
    expect(shown(ahead)).toEqual({ counts: [2, 0], voters: 2, mine: [1] })
  })

  it('names oneself where one chose, and nobody in an anonymous poll', () => {
    const first = (state: ReturnType<typeof after>, ballots: Ballots) =>
      shownPoll(state, ballots, LOBBY, 1)?.options.map((option) => option.first)
    expect(first(after([said, poll(12, [1, 0])]), click([0], []))).toEqual([[BOB, ADA], []])
    const anonymous = poll(12, [1, 0], { anonymous: true, first: [[], []] })
    expect(first(after([said, anonymous]), click([0], []))).toEqual([[], []])
  })

  it('shows shares of those who voted', () => {
    const percents = (state: ReturnType<typeof after>) =>
      shownPoll(state, {}, LOBBY, 1)?.options.map(({ percent }) => percent)
    expect(percents(after([said, poll(12, [0, 0])]))).toEqual([0, 0])
    expect(percents(after([said, poll(12, [2, 1])]))).toEqual([67, 33])
    expect(percents(after([said, poll(12, [3, 3], { voters: 3, multiple: true })]))).toEqual([100, 100])
  })
})
