import type { ListMessages } from '../protocol.gen'
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
  before(room: string): Promise<void>
  after(room: string): Promise<void>
}

export function createPages(api: Api, store: ClientStore, feed: Pick<Feed, 'takeAnswer'>): Pages {
  const under = new Map<string, Promise<void>>()
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

  const list = (command: ListMessages) =>
    take(command.room, () => api.call('message.list', { limit: PAGE, ...command }))

  async function details(room: string): Promise<void> {
    if (!known(room)?.membersComplete) await take(room, () => api.call('room.get', { room }))
  }

  return {
    open: (room) =>
      once(`open ${room}`, async () => {
        if (known(room)?.cursor === null) await list({ room })
        await details(room)
      }),
    newest: (room) => once(`newest ${room}`, () => list({ room })),
    around: (room, seq) =>
      once(`around ${room} ${seq}`, async () => {
        if (!known(room)?.messages.some((message) => message.seq === seq)) await list({ room, around: seq })
        await details(room)
      }),
    before: (room) =>
      once(`before ${room}`, async () => {
        const first = known(room)?.messages[0]
        if (first && known(room)?.hasBefore) await list({ room, before: first.seq })
      }),
    after: (room) =>
      once(`after ${room}`, async () => {
        const { messages, hasAfter, info } = known(room) ?? {}
        const last = messages?.at(-1)
        if (!hasAfter || !info) return
        // Nothing left of a range that the room does not keep any more: on from the oldest that it does.
        await list(last ? { room, after: last.seq } : { room, around: info.first_seq })
      }),
  }
}
