import { describe, expect, it } from 'vitest'
import type { Draft } from '../../protocol.gen'
import { apply } from '../../sync/apply'
import { NOTHING_KNOWN } from '../../sync/state'
import { LOBBY, ownChanges, welcome } from '../../sync/testing/room-log'
import { draftPlaces, draftsInOrder } from './list'

const draft = (thread: number, body: string, rev: number): Draft => ({
  thing: 'draft',
  room: LOBBY,
  thread,
  body,
  at: '2026-11-20T12:00:00.000Z',
  rev,
})
const sync = apply(
  apply(NOTHING_KNOWN, { ...welcome(), complete: ['membership', 'read', 'block', 'draft'] }),
  ownChanges(1, 3, [draft(0, 'in the room', 2), draft(7, 'in the thread', 3)]),
)

describe('the list of drafts', () => {
  it('has what is written in rooms that one is in, and nothing empty', () => {
    const drafts = { [LOBBY]: 'hm', '999': 'where one was', [`${LOBBY}/7`]: ' \n' }
    expect(draftPlaces({ sync, drafts })).toEqual([
      { place: LOBBY, room: LOBBY, thread: undefined, text: 'hm' },
    ])
  })

  it('begins with what only this device has, then with what was changed last', () => {
    const drafts = { [LOBBY]: 'in the room', [`${LOBBY}/7`]: 'in the thread', [`${LOBBY}/9`]: 'new' }
    const listed = draftsInOrder({ sync, drafts })
    expect(listed.map(({ thread, draft: known }) => [thread, known?.rev])).toEqual([
      [9, undefined],
      [7, 3],
      [undefined, 2],
    ])
  })
})
