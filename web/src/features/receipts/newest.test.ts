import { expect, it } from 'vitest'
import type { Message } from '../../protocol.gen'
import type { SyncState } from '../../sync/state'
import { lobby, opened } from '../../sync/testing/opened'
import { ADA, BOB, LOBBY, LOBBY_LOG, message, RoomLog } from '../../sync/testing/room-log'
import { isNewestOwn } from './newest'

/** A direct room of so many people. */
function room(people: number, messages: readonly Message[], hasAfter = false): SyncState {
  const state = opened(new RoomLog())
  const { info } = lobby(state)
  const log = state.logs[LOBBY_LOG]
  if (!log) throw new Error('no lobby')
  const direct = Array.from({ length: people }, (_, at) => String(at + 1))
  const rows = { ...log.rows, room: { [LOBBY]: { ...info, kind: 'direct' as const, slug: null, direct } } }
  return { ...state, logs: { ...state.logs, [LOBBY_LOG]: { ...log, rows, messages, hasAfter } } }
}
const erased = (seq: number, sender: string): Message => ({ ...message(seq, seq, '', sender), erased: true })
const mine = message(1, 1, 'hello', ADA)
const newer = message(2, 2, 'and', ADA)
const theirs = message(3, 3, 'yes', BOB)

const newest = (state: SyncState): number[] => [1, 2, 3].filter((seq) => isNewestOwn(state, LOBBY, seq, ADA))

it('is the last of several', () => {
  expect(newest(room(2, [mine, newer]))).toEqual([2])
})

it('in a conversation of two, is none once the other has answered', () => {
  expect(newest(room(2, [mine, newer, theirs])).filter((seq) => seq < 3)).toEqual([])
})

it('in a group, stays the last of one’s own', () => {
  expect(newest(room(3, [mine, newer, theirs]))).toEqual([2])
})

it('is not a message that was deleted', () => {
  expect(newest(room(2, [mine, erased(2, ADA)]))).toEqual([1])
})

it('is unknown while the end of the room is not loaded', () => {
  expect(newest(room(2, [mine, newer], true))).toEqual([])
})
