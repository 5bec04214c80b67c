import type { ListMessages, MessagePage } from '../protocol.gen'
import type { Answer } from './answers'
import type { Api } from './api'
import type { Feed } from './feed'
import { roomLog } from './logs'
import { roomOf } from './state'
import type { ClientStore } from './store'

const PAGE = 50
/** One answer that a new beginning of its room has overtaken is bad luck; after another, there is no hurry. */
const AGAIN_MS = 1_000

export interface Pages {
  /** The newest page and the members, if the room has not been opened yet. */
  open(room: string): Promise<void>
  newest(room: string): Promise<void>
  around(room: string, seq: number): Promise<void>
  /** The page around the first message sent at this time or later, and the message's place. Null in an empty room. */
  at(room: string, time: Date): Promise<number | null>
  before(room: string): Promise<void>
  after(room: string): Promise<void>
}

export function createPages(api: Api, store: ClientStore, feed: Pick<Feed, 'takeAnswer'>): Pages {
  const under = new Map<string, Promise<void>>()
  /** How often somebody has gone to another part of a room. */
  const jumps = new Map<string, number>()
  const known = (room: string) => roomOf(store.getState().sync, room)

  function once(key: string, work: () => Promise<void>): Promise<void> {
    const running = under.get(key) ?? work().finally(() => under.delete(key))
    under.set(key, running)
    return running
  }

  async function take(room: string, ask: () => Promise<Answer>): Promise<void> {
    for (let tries = 1; !(await feed.takeAnswer(roomLog(room), ask)) && known(room); tries++) {
      if (tries > 1) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
  }

  const list = (command: ListMessages, seen?: (page: MessagePage) => void) =>
    take(command.room, async () => {
      const page = await api.call('message.list', { limit: PAGE, ...command })
      seen?.(page)
      return page
    })

  /** A page at an edge of the range. When its reader jumps elsewhere meanwhile, it would take the place of what is there. */
  async function extend(command: ListMessages): Promise<void> {
    const jumpsBefore = jumps.get(command.room)
    const stay = () => {
      if (jumps.get(command.room) !== jumpsBefore) throw new Elsewhere()
    }
    await list(command, stay).catch((error: unknown) => {
      if (!(error instanceof Elsewhere)) throw error
    })
  }

  const jump: typeof list = (command, seen) => {
    jumps.set(command.room, (jumps.get(command.room) ?? 0) + 1)
    return list(command, seen)
  }

  async function details(room: string): Promise<void> {
    if (!known(room)?.membersComplete) await take(room, () => api.call('room.get', { room }))
  }

  return {
    open: (room) =>
      once(`open ${room}`, async () => {
        if (known(room)?.cursor === null) await list({ room })
        await details(room)
      }),
    newest: (room) => once(`newest ${room}`, () => jump({ room })),
    around: (room, seq) =>
      once(`around ${room} ${seq}`, async () => {
        if (!known(room)?.messages.some((message) => message.seq === seq)) await jump({ room, around: seq })
        await details(room)
      }),
    async at(room, time) {
      const at = time.toISOString()
      let seq: number | null = null
      await jump({ room, at }, ({ messages }) => {
        seq = (messages.find(({ created_at }) => created_at >= at) ?? messages.at(-1))?.seq ?? null
      })
      return seq
    },
    before: (room) =>
      once(`before ${room}`, async () => {
        const first = known(room)?.messages[0]
        if (!first || !known(room)?.hasBefore) return
        await extend({ room, before: first.seq })
      }),
    after: (room) =>
      once(`after ${room}`, async () => {
        const { messages, hasAfter, info } = known(room) ?? {}
        const last = messages?.at(-1)
        if (!hasAfter || !info) return
        // Nothing left of a range that the room does not keep any more: on from the oldest that it does.
        if (!last) return list({ room, around: info.first_seq })
        await extend({ room, after: last.seq })
      }),
  }
}

class Elsewhere extends Error {}
