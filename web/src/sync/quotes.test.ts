import { describe, expect, it } from 'vitest'
import type { Message, MessagePage, Quote } from '../protocol.gen'
import { applyAnswer } from './answers'
import { apply } from './apply'
import { kept } from './kept'
import { quotedIn } from './quotes'
import { NOTHING_KNOWN, roomOf, type SyncState } from './state'
import { ADA, BOB, LOBBY, LOBBY_LOG, message, room, welcome } from './testing/room-log'

const reply = (seq: number, rev: number, reply_to: number): Message => ({ ...message(seq, rev), reply_to })
const quote = (seq: number, rev: number, body = `message ${seq}`): Quote => ({ seq, rev, sender: BOB, body })

const page = (head: number, messages: Message[], quotes: Quote[] = []): MessagePage => ({
  log: LOBBY_LOG,
  head,
  messages,
  things: [],
  own: [],
  quotes,
  has_before: true,
  has_after: false,
  people: {},
})

/** In the lobby, where message 50 answers message 3, which is not loaded. */
function opened(): SyncState {
  const known = apply(NOTHING_KNOWN, welcome({ head: 60, lastSeq: 51 }))
  return applyAnswer(known, page(60, [reply(50, 50, 3), message(51, 51)], [quote(3, 3)]))
}

const shown = (state: SyncState, seq: number) => quotedIn(roomOf(state, LOBBY)!, seq)
const told = (state: SyncState, things: Message[], quotes: Quote[] = []) => {
  const from = roomOf(state, LOBBY)!.cursor!
  const to = Math.max(...things.map(({ rev }) => rev))
  return apply(state, { type: 'changes', log: LOBBY_LOG, from, to, things, quotes })
}

describe('what a message answers', () => {
  it('comes with a page and with a frame, and is the message itself where that is loaded', () => {
    const state = told(opened(), [reply(52, 61, 4), reply(53, 62, 51)], [quote(4, 4)])
    expect(shown(state, 3)?.body).toBe('message 3')
    expect(shown(state, 4)?.sender).toBe(BOB)
    expect(shown(state, 51)).toBe(roomOf(state, LOBBY)!.messages[1])
    expect(shown(state, 5)).toBeUndefined()
  })

  it('follows edits and deletions, and no older news', () => {
    const edited = told(opened(), [message(3, 61, 'better', BOB)])
    expect(shown(edited, 3)?.body).toBe('better')
    const erased = told(edited, [{ ...message(3, 62, '', BOB), erased: true }])
    expect(shown(erased, 3)).toMatchObject({ body: '', erased: true })
    const late = told(erased, [reply(52, 63, 3)], [quote(3, 3)])
    expect(shown(late, 3)).toMatchObject({ body: '', erased: true })
  })

  it('changes while its page is on the way', () => {
    const state = opened()
    const change = {
      type: 'changes' as const,
      log: LOBBY_LOG,
      from: 60,
      to: 61,
      things: [message(5, 61, 'new', BOB)],
    }
    const far = page(60, [reply(20, 20, 5), message(21, 21)], [quote(5, 5)])
    const answered = applyAnswer(apply(state, change), { ...far, has_after: true }, [change])
    expect(shown(answered, 5)?.body).toBe('new')
    expect(shown(answered, 3)).toBeUndefined()
  })

  it('is cut between two characters', () => {
    const state = told(opened(), [message(3, 61, '🙂'.repeat(300), BOB)])
    expect(shown(state, 3)?.body).toBe('🙂'.repeat(200))
  })

  it('stays when the message falls out of what is kept, with the card of who said it', () => {
    const people = { [ADA]: { handle: 'ada', name: 'Ada', avatar: null, rev: 1 } }
    const state = { ...told(opened(), [reply(52, 61, 50)]), people }
    const bounds = { rooms: 1, messages: 1, characters: 1_000, members: 10 }
    const again = kept(state, [LOBBY], bounds)
    expect(roomOf(again, LOBBY)!.messages).toHaveLength(1)
    expect(shown(again, 50)).toEqual({ seq: 50, rev: 50, sender: ADA, body: 'message 50' })
    expect(shown(again, 3)).toBeUndefined()
    expect(Object.keys(again.people)).toEqual([ADA])
  })

  it('is gone once the room does not keep it any more', () => {
    const row = { ...room(), first_seq: 4, rev: 61 }
    const state = apply(opened(), { type: 'changes', log: LOBBY_LOG, from: 60, to: 61, things: [row] })
    expect(shown(state, 3)).toBeUndefined()
  })
})
