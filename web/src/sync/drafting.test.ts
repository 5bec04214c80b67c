import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Draft, PutDraft, Thing } from '../protocol.gen'
import { apply, withOwnThings } from './apply'
import { Drafting, LONGEST_MS, PAUSE_MS } from './drafting'
import type { Synced } from './drafts'
import { Refusal, Unreachable } from './errors'
import { threadPlace } from './places'
import type { Reply } from './quotes'
import { NOTHING_KNOWN } from './state'
import { LOBBY, membership, OWN_LOG, ownChanges, welcome } from './testing/room-log'

const AT = '2026-11-20T12:00:00.000Z'
const begun = { ...welcome(), complete: ['membership', 'read', 'block', 'draft'] }

/** One device, and a server that keeps the draft of the lobby as the real one does. */
function device({ kept = {} as Record<string, Synced>, text = '' } = {}) {
  const here = {
    sync: apply(NOTHING_KNOWN, begun),
    drafts: { [LOBBY]: text } as Record<string, string>,
    replies: {} as Record<string, Reply>,
    live: true,
  }
  const asked: PutDraft[] = []
  const server: { answer: (command: PutDraft) => Promise<Draft> } = {
    answer: async (command) => saved(command),
  }
  const synced: Record<string, Synced | null> = {}
  let head = 1
  const drafting = new Drafting({
    read: () => here,
    show: (place, writing) => (here.drafts = { ...here.drafts, [place]: writing.text }),
    keep: (place, one) => (synced[place] = one),
    put: (command) => {
      asked.push(command)
      return server.answer(command)
    },
    take: (draft) => (here.sync = withOwnThings(here.sync, [draft])),
    live: () => here.live,
  })
  drafting.begin(kept)

  function draft({
    body,
    reply_to = null,
    thread = null,
  }: Pick<PutDraft, 'body' | 'reply_to' | 'thread'>): Draft {
    const rev = ++head
    const ended = body === '' ? { until: rev } : {}
    return { thing: 'draft', room: LOBBY, thread: thread ?? 0, body, reply_to, at: AT, rev, ...ended }
  }
  /** The answer, which the device's own log tells as well. */
  const saved = (command: PutDraft): Draft => {
    const made = draft(command)
    tell(made)
    return made
  }
  function tell(...things: Thing[]): void {
    const from = here.sync.logs[OWN_LOG]?.cursor ?? 0
    here.sync = apply(here.sync, ownChanges(from, Math.max(from, head), things))
    drafting.heard()
  }
  const write = (now: string, place = LOBBY) => {
    here.drafts = { ...here.drafts, [place]: now }
    drafting.wrote(place)
  }
  const shown = () => here.drafts[LOBBY]
  const bodies = () => asked.map(({ body }) => body)
  return { here, drafting, asked, bodies, server, synced, draft, saved, tell, write, shown }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('what is written', () => {
  it('is put after a pause, once, and then not again', async () => {
    const { bodies, write, drafting } = device()
    write('h')
    write('he')
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1)
    expect(bodies()).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(bodies()).toEqual(['he'])
    expect(drafting.isKnown(LOBBY)).toBe(true)
    drafting.flush()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(bodies()).toEqual(['he'])
  })

  it('is put while somebody types on and on', async () => {
    const { bodies, write } = device()
    for (let at = 0; at <= LONGEST_MS; at += 100) {
      write('x'.repeat(1 + at / 100))
      await vi.advanceTimersByTimeAsync(100)
    }
    expect(bodies()).toHaveLength(1)
  })

  it('is put at once when it is sent or thrown away, and when the page is put away', async () => {
    const { bodies, write, drafting } = device()
    write('hello')
    drafting.flush()
    await vi.advanceTimersByTimeAsync(0)
    write('')
    await vi.advanceTimersByTimeAsync(0)
    expect(bodies()).toEqual(['hello', ''])
  })

  it('is put where it is written, with what it answers; in a thread that is only its root', async () => {
    const { asked, here, write } = device()
    const reply = { seq: 4, sender: '2', body: 'Shall we?' }
    here.replies = { [LOBBY]: reply, [threadPlace(LOBBY, 7)]: reply }
    write('in the room')
    write('in the thread', threadPlace(LOBBY, 7))
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(asked).toEqual([
      { room: LOBBY, body: 'in the room', reply_to: 4, base: 1 },
      { room: LOBBY, thread: 7, body: 'in the thread', reply_to: null, base: 1 },
    ])
  })

  it('waits for a connection, is not put in a room that one has left, nor if it is too long', async () => {
    const { bodies, here, write, drafting } = device()
    here.live = false
    write('offline')
    write('elsewhere', '999')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(bodies()).toEqual([])
    here.live = true
    drafting.wake()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(bodies()).toEqual(['offline'])
    write('x'.repeat(8_001))
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(bodies()).toEqual(['offline'])
  })

  it('goes on being put when it changed while it was under way', async () => {
    const { bodies, write } = device()
    write('one')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    write('one two')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(bodies()).toEqual(['one', 'one two'])
  })

  it('is asked again when the server wants that, and with the next key when it refuses for good', async () => {
    const { bodies, server, write, saved } = device()
    const refused = (retryable: boolean) =>
      new Refusal({ code: 'x', message: 'No.', retryable, retry_after_ms: retryable ? 4_000 : null })
    server.answer = async () => Promise.reject(refused(true))
    write('one')
    await vi.advanceTimersByTimeAsync(PAUSE_MS + 3_999)
    expect(bodies()).toEqual(['one'])
    server.answer = async () => Promise.reject(refused(false))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(bodies()).toEqual(['one', 'one'])
    server.answer = async (command) => saved(command)
    write('two')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(bodies()).toEqual(['one', 'one', 'two'])
  })
})

describe('what another device writes', () => {
  it('is shown where nothing is written, and where nothing has changed since', () => {
    const { draft, tell, shown } = device()
    tell(draft({ body: 'from the phone' }))
    expect(shown()).toBe('from the phone')
    tell(draft({ body: 'from the phone, and on' }))
    expect(shown()).toBe('from the phone, and on')
    tell(draft({ body: '' }))
    expect(shown()).toBe('')
  })

  it('is not shown over what is being written, which is put and wins', async () => {
    const { bodies, draft, tell, write, shown } = device()
    tell(draft({ body: 'from the phone' }))
    write('from the phone and here')
    tell(draft({ body: 'from the phone once more' }))
    expect(shown()).toBe('from the phone and here')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(bodies()).toEqual(['from the phone and here'])
  })

  it('is shown after a reload as well, for what the server had is remembered', () => {
    const { synced, draft, tell } = device()
    tell(draft({ body: 'one' }))
    const next = device({ text: 'one', kept: { [LOBBY]: synced[LOBBY]! } })
    next.draft({ body: '' })
    next.tell(next.draft({ body: 'two' }))
    expect(next.shown()).toBe('two')
  })

  it('is gone when it is not among the drafts of a fresh welcome', () => {
    const { here, draft, tell, drafting, shown } = device()
    tell(draft({ body: 'one' }))
    here.sync = apply(here.sync, { ...begun, heads: { ...begun.heads, [OWN_LOG]: 9 } })
    drafting.heard()
    expect(shown()).toBe('')
  })

  it('leaves what was written in a room that one is not in any more', () => {
    const { draft, here, tell, shown, synced } = device()
    tell(draft({ body: 'one' }))
    const gone = draft({ body: '' })
    tell(gone, membership(LOBBY, 1, gone.rev, gone.rev))
    expect(here.sync.logs['room:100']).toBeUndefined()
    expect([shown(), synced[LOBBY]]).toEqual(['one', null])
  })
})

describe('after sending', () => {
  it('a draft that was under way does not come back', async () => {
    const { server, saved, write, bodies, shown } = device()
    let arrive = () => {}
    server.answer = async (command) => {
      await new Promise<void>((resolve) => (arrive = resolve))
      return saved(command)
    }
    write('hello')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    write('')
    server.answer = async (command) => saved(command)
    arrive()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(shown()).toBe('')
    expect(bodies()).toEqual(['hello', ''])
  })

  it('nor one of which no answer came', async () => {
    const { here, server, saved, write, draft, tell, drafting, bodies, shown } = device()
    server.answer = async () => Promise.reject(new Unreachable('Gone.'))
    write('hello')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    here.live = false
    write('')
    here.live = true
    server.answer = async (command) => saved(command)
    tell(draft({ body: 'hello' }))
    drafting.wake()
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(shown()).toBe('')
    expect(bodies()).toEqual(['hello', ''])
  })

  it('on another device, the text here goes when the server says that it is the one that was sent', async () => {
    const { server, write, draft, drafting, asked, shown } = device()
    server.answer = async () => Promise.reject(new Unreachable('Gone.'))
    write('hello')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    draft({ body: 'hello' })
    server.answer = async () => draft({ body: '' })
    drafting.wake()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked.map(({ base }) => base)).toEqual([1, 1])
    expect(shown()).toBe('')
    expect(drafting.isKnown(LOBBY)).toBe(true)
  })

  it('the same text may be begun again: its base is what was heard when it was begun', async () => {
    const { asked, draft, tell, write } = device()
    write('ok')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    write('')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    tell(draft({ body: 'elsewhere' }), draft({ body: '' }))
    write('ok')
    await vi.advanceTimersByTimeAsync(PAUSE_MS)
    expect(asked.map(({ body, base }) => [body, base])).toEqual([
      ['ok', 1],
      ['', 2],
      ['ok', 5],
    ])
  })
})

it('a restored backup knows nothing of what was put after it: the text here stays and is put again', async () => {
  const { here, write, drafting, bodies, shown } = device()
  write('one')
  await vi.advanceTimersByTimeAsync(PAUSE_MS)
  here.sync = apply(here.sync, { ...begun, epoch: 'e2' })
  drafting.wake()
  await vi.advanceTimersByTimeAsync(0)
  expect(shown()).toBe('one')
  expect(bodies()).toEqual(['one', 'one'])
})
