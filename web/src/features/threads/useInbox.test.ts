// @vitest-environment jsdom
import { describe, expect, it } from 'vitest'
import type { FollowedThread, ThreadPage } from '../../protocol.gen'
import { changesInbox, readInbox } from './useInbox'

const followed = (number: number) =>
  ({
    thread: { log: `thread:${number}` },
    follow: {},
    root: {},
    last: null,
    unread: 0,
  }) as unknown as FollowedThread

const page = (numbers: readonly number[], next: string | null): ThreadPage => ({
  threads: numbers.map(followed),
  next,
  unread: 0,
  rooms: {},
  people: {},
})

describe('the list of threads', () => {
  it('is read a page at a time, as far as it is wanted, each thread once', async () => {
    const pages = [page([1, 2], 'a'), page([2, 3], 'b'), page([4], null)]
    const asked: unknown[] = []
    const list = async (command: { before?: string | null }) => {
      asked.push(command.before)
      return pages[asked.length - 1]!
    }
    const found = await readInbox(list, 3)
    expect(found.threads.map(({ thread }) => thread.log)).toEqual(['thread:1', 'thread:2', 'thread:3'])
    expect([asked, found.next]).toEqual([[undefined, 'a'], 'b'])
  })

  it('is read again for what concerns a thread in it, and for nothing else', () => {
    const known = page([1], null)
    const of = (log: string, thing: object) =>
      changesInbox({ type: 'changes', log, from: 1, to: 2, things: [thing as never] }, 'person:1', known)
    expect(of('room:7', { thing: 'thread', log: 'thread:1' })).toBe(true)
    expect(of('room:7', { thing: 'thread', log: 'thread:2' })).toBe(false)
    expect(of('room:7', { thing: 'message' })).toBe(false)
    expect(of('person:1', { thing: 'follow' })).toBe(true)
    expect(of('person:1', { thing: 'read' })).toBe(false)
    expect(changesInbox({ type: 'beat', heads: {} }, 'person:1', known)).toBe(false)
  })
})
