import { describe, expect, it, vi } from 'vitest'
import type { Changes, Frames, GetSync, Message, MessagePage, Thread } from '../protocol.gen'
import { applyAnswer } from './answers'
import { apply, logsBehind, withoutThread, withThread } from './apply'
import { Feed } from './feed'
import { kept } from './kept'
import { logAt, placeNamed, threadPlace } from './places'
import { reactionsTo } from './reactions'
import type { SyncState } from './state'
import { opened } from './testing/opened'
import { BOB, LOBBY, LOBBY_LOG, RoomLog } from './testing/room-log'

const LOG = 'thread:900'
const PLACE = threadPlace(LOBBY, 1)

const said = (seq: number, rev: number): Message => ({
  thing: 'message',
  room: LOBBY,
  thread: 1,
  seq,
  rev,
  sender: BOB,
  client_id: `c${seq}`,
  body: `reply ${seq}`,
  created_at: '2027-01-01T00:00:00.000Z',
})

const page = (...messages: Message[]): MessagePage => ({
  log: LOG,
  head: messages.at(-1)?.rev ?? 0,
  messages,
  things: [],
  own: [],
  has_before: false,
  has_after: false,
  people: {},
  quotes: [],
})

const told = (head: number, rev: number): Thread => ({
  thing: 'thread',
  seq: 1,
  log: LOG,
  head,
  count: head,
  last_at: '2027-01-01T00:00:00.000Z',
  first: [BOB],
  rev,
})

/** The lobby with one message, and the thread about it open with one reply. */
function begun(): { state: SyncState; room: (head: number) => Changes; head: number } {
  const log = new RoomLog()
  log.commit({ kind: 'send', body: 'who comes?' })
  const lobby = opened(log)
  const { head } = log.page()
  const state = applyAnswer(withThread(lobby, PLACE, LOG), page(said(1, 1)))
  const room = (of: number): Changes => ({
    type: 'changes',
    log: LOBBY_LOG,
    from: head,
    to: head + 1,
    things: [told(of, head + 1)],
  })
  return { state, room, head }
}

describe('a place', () => {
  it('is a room, or a thread in it', () => {
    expect(placeNamed(LOBBY)).toEqual({ room: LOBBY })
    expect(placeNamed(PLACE)).toEqual({ room: LOBBY, thread: 1 })
  })

  it('has the log of the room, or of the thread that is open', () => {
    const { state } = begun()
    expect([logAt(state, LOBBY), logAt(state, PLACE)]).toEqual([LOBBY_LOG, LOG])
    expect(state.logs[logAt(state, threadPlace(LOBBY, 2))]).toBeUndefined()
  })
})

describe('a thread that is open', () => {
  it('is behind when its room tells of more', () => {
    const { state, room } = begun()
    expect(logsBehind(state)).toEqual([])
    expect(logsBehind(apply(state, room(2)))).toEqual([LOG])
    const changes: Changes = { type: 'changes', log: LOG, from: 1, to: 2, things: [said(2, 2)] }
    const next = apply(apply(state, room(2)), changes)
    expect(next.logs[LOG]?.messages.map(({ body }) => body)).toEqual(['reply 1', 'reply 2'])
    expect(logsBehind(next)).toEqual([])
  })

  it('does not move what is unread in the room', () => {
    const { state, room } = begun()
    expect(apply(state, room(2)).logs[LOBBY_LOG]?.lastSeq).toBe(state.logs[LOBBY_LOG]?.lastSeq)
  })

  it('goes when its person leaves the room, and when it is not theirs any more', () => {
    const { state, head } = begun()
    const left = apply(state, { type: 'gone', log: LOBBY_LOG, at: head + 1 })
    expect([left.logs[LOG], left.threads]).toEqual([undefined, {}])
    const gone = apply(state, { type: 'gone', log: LOG, at: 0 })
    expect([gone.logs[LOG], gone.threads]).toEqual([undefined, {}])
    expect(gone.logs[LOBBY_LOG]).toBe(state.logs[LOBBY_LOG])
  })

  it('is not kept for the next visit', () => {
    const { state } = begun()
    expect(kept(state, [LOBBY])).toMatchObject({ threads: {} })
    expect(kept(state, [LOBBY]).logs[LOG]).toBeUndefined()
  })

  it('is closed alone', () => {
    const { state } = begun()
    const closed = withoutThread(state, PLACE)
    expect([closed.logs[LOG], closed.threads]).toEqual([undefined, {}])
    expect(withoutThread(closed, PLACE)).toBe(closed)
  })

  it('shows the reactions to its own replies', () => {
    const { state } = begun()
    const tally = { seq: 1, kind: 'reaction' as const, key: '👍', count: 1, first: [BOB], since: 2, rev: 2 }
    const changes: Changes = {
      type: 'changes',
      log: LOG,
      from: 1,
      to: 2,
      things: [{ thing: 'tally', ...tally }],
    }
    const next = apply(state, changes)
    expect(reactionsTo(next, {}, PLACE, 1)).toMatchObject([{ emoji: '👍', count: 1, mine: false }])
    expect(reactionsTo(next, {}, LOBBY, 1)).toEqual([])
  })
})

describe('the feed', () => {
  function fed(state: SyncState) {
    let now = state
    const sync = vi.fn<(request: GetSync) => Promise<Frames>>(async () => ({ frames: [] }))
    const write = (next: SyncState) => {
      now = next
    }
    const feed = new Feed({ read: () => now, write, told: () => undefined, sync })
    return { feed, sync }
  }

  it('asks for what a thread lacks as soon as its room tells of it', async () => {
    const { state, room } = begun()
    const { feed, sync } = fed(state)
    feed.take(room(1))
    feed.take({ ...room(2), from: room(2).to, to: room(2).to + 1 })
    await vi.waitFor(() => expect(sync).toHaveBeenCalled())
    expect(sync.mock.calls[0]![0].cursors).toMatchObject({ [LOG]: 1 })
    feed.clear()
  })

  it('asks after a room has begun anew, which does not tell of each thread', async () => {
    const { state, head } = begun()
    const { feed, sync } = fed(state)
    const info = Object.values(state.logs[LOBBY_LOG]!.rows['room']!)
    feed.take({
      type: 'reset',
      log: LOBBY_LOG,
      head: head + 600,
      things: [...info],
      complete: [],
      has_before: true,
    })
    await vi.waitFor(() => expect(sync).toHaveBeenCalled())
    expect(sync.mock.calls[0]![0].cursors).toMatchObject({ [LOG]: 1 })
    feed.clear()
  })
})
